#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::bench {

/// How a stream's text is wrapped: HTTP/1.1 with or without chunks, or FastCGI records.
enum class framing : std::uint8_t { http, records };

/// Takes the head and the frames off the bytes of one response, at whatever places they are split.
/// Keeps no more than the head while it comes, and a frame's own header. Pure.
class unframer final {
 public:
  explicit unframer(framing how) : framing_(how) {}

  /// Appends to `text` what `bytes` hold of the body. Throws std::runtime_error with the head's
  /// first line for an answer that is not a stream (200 and text/event-stream), and for what breaks
  /// the framing.
  void take(std::string_view bytes, std::string& text);

  bool has_begun() const { return has_begun_; }
  /// The last chunk or END_REQUEST came.
  bool has_ended() const { return has_ended_; }

 private:
  void take_content(std::string_view content, std::string& text);
  void take_head(std::string_view content, std::string& text);
  std::string_view take_chunk_size(std::string_view bytes);
  std::string_view take_record_header(std::string_view bytes);
  std::string_view take_frame(std::string_view bytes, std::string& text);

  std::string head_;             // while it comes
  std::uint32_t left_ = 0;       // of the frame's content
  std::uint32_t padding_ = 0;    // behind it
  std::uint8_t header_[8] = {};  // of a record that has not come whole
  std::uint8_t header_bytes_ = 0;
  framing framing_;
  bool has_begun_ = false;
  bool has_ended_ = false;
  bool is_chunked_ = false;
  bool is_output_ = true;      // the record's content belongs to the response
  bool is_in_frame_ = false;   // its header has come
  bool has_digits_ = false;    // of a chunk's size
  bool is_past_size_ = false;  // in what may follow the size on its line
};

}  // namespace sluice::bench
