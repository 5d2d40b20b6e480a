#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "fcgi/record.hpp"

namespace sluice::fcgi {

/// How large one request may be.
struct size_limits {
  std::size_t params_bytes;
  std::size_t body_bytes;
};

/// Puts the records a web server sends on one connection together to requests, whatever the splits.
/// Decides only: no I/O, no clock. One request is active at a time (FCGI_MPXS_CONNS is 0).
///
///     while (!bytes.empty()) act_on(assembler.take(bytes, limits));
class assembler final {
 public:
  enum class occurrence {
    nothing,           // the bytes are used up
    params_complete,   // `params()` holds all name-value pairs, not checked yet
    body_complete,     // `body()` holds all of STDIN; always after params_complete
    params_too_large,  // the active request cannot be read on; answer it and close
    body_too_large,
    aborted,         // FCGI_ABORT_REQUEST for the active request
    unknown_role,    // the request `subject()` is not a responder's
    second_request,  // BEGIN of `subject()` while another request is active
    values_asked,    // GET_VALUES; `management()` holds the names
    unknown_type,    // management record of type `subject()`
    broken,          // not FastCGI: `broken_by()` says why; close
  };

  /// Takes bytes off the front of `bytes` up to the next occurrence. What is being read is held to
  /// `limits`.
  occurrence take(std::string_view& bytes, const size_limits& limits);

  /// The active request was answered; what still comes for its id is dropped.
  void finish_request();

  /// Takes up the request of `second_request`, in the place of the one before, which has been
  /// answered. Before anything else is taken.
  occurrence take_second() { return close_begin(); }

  bool is_active() const { return is_active_; }
  /// True when STDIN of the request taken last has been read to its end.
  bool has_whole_body() const { return has_whole_body_; }
  bool keeps_connection() const { return keeps_connection_; }
  std::uint16_t request_id() const { return request_id_; }
  std::uint16_t subject() const { return subject_; }
  const std::string& params() const { return held().params; }
  const std::string& body() const { return held().body; }
  const std::string& management() const { return held().management; }
  std::string_view broken_by() const { return held().broken_by; }

  /// Moves the body out and lets go of the params. What still comes of the body is dropped.
  std::string release_body();

 private:
  // What has come of a request, or of a management record.
  struct contents {
    std::string params;
    std::string body;
    std::string management;
    std::string_view broken_by;
  };

  const contents& held() const;
  contents& held();
  record_header header() const { return decode_header(header_raw_); }
  bool take_header(std::string_view& bytes);
  occurrence open_record();
  occurrence open_begin();
  occurrence take_content(std::string_view& bytes, const size_limits& limits);
  occurrence store(std::string_view part, const size_limits& limits);
  occurrence close_record();
  occurrence close_begin();
  occurrence fail(std::string_view why);
  bool is_for_active() const { return is_active_ && header().request_id == request_id_; }

  // An open stream has one of these, so it is small, and what a request needs is let go with it.
  std::unique_ptr<contents> contents_;
  std::array<unsigned char, header_bytes> header_raw_{};
  std::uint16_t content_left_ = 0;
  std::uint8_t padding_left_ = 0;
  std::uint8_t header_taken_ = 0;
  bool is_content_due_ = false;  // the record's end has not been acted on
  bool is_broken_ = false;

  bool is_active_ = false;
  bool has_whole_params_ = false;
  bool has_whole_body_ = false;
  bool drops_body_ = false;
  bool keeps_connection_ = false;
  std::uint16_t request_id_ = 0;
  std::uint16_t subject_ = 0;
};

}  // namespace sluice::fcgi
