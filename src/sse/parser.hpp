#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::sse {

/// An event as a client dispatches it. A value.
struct message {
  std::string type = "message";
  std::string data;
  /// The stream's last event id when this event came; empty when none is set.
  std::string last_event_id;

  friend bool operator==(const message&, const message&) = default;
};

/// Reads an event stream as a browser does (WHATWG HTML, 9.2.5 and 9.2.6), from pieces cut
/// anywhere. What is left unfinished at the end of the stream is dropped, as the standard says.
///
///     sluice::sse::parser reader;
///     reader.feed(bytes, [](sluice::sse::message what) { std::cout << what.data << '\n'; });
class parser final {
 public:
  using message_handler = std::function<void(message)>;
  using comment_handler = std::function<void(std::string_view)>;

  // Sixteen times the largest event that a worker with default limits sends.
  static constexpr std::size_t default_limit_bytes = 16 * 1024 * 1024;

  /// `limit_bytes` bounds a line, and the data, the type and the id of an event, so that a hostile
  /// server cannot take the memory.
  explicit parser(std::size_t limit_bytes = default_limit_bytes) : limit_bytes_(limit_bytes) {}

  /// Takes the next bytes. Calls `on_message` for each event they complete, and `on_comment`, when
  /// there is one, for each comment line, with the bytes behind its colon as they came; the view
  /// lives as long as the call. False when the limit is passed: no event comes from then on.
  bool feed(std::string_view bytes, const message_handler& on_message,
            const comment_handler& on_comment = {});

  bool is_over_limit() const { return is_over_limit_; }
  /// What a client sends as Last-Event-ID when it connects again.
  const std::string& last_event_id() const { return last_event_id_; }
  /// The last reconnection time the stream asked for.
  std::optional<std::chrono::milliseconds> retry() const { return retry_; }

 private:
  void take_line(std::string_view line, const message_handler& on_message,
                 const comment_handler& on_comment);
  void take_field(std::string_view name, std::string_view value);
  void take_data(std::string_view value);
  void take_retry(std::string_view value);
  void dispatch(const message_handler& on_message);
  std::optional<std::string> decode(std::string_view value);

  std::size_t limit_bytes_;
  std::string line_;  // the beginning of a line whose end has not come yet
  bool is_after_cr_ = false;
  bool is_first_line_ = true;
  bool is_over_limit_ = false;

  std::string data_;  // each line with a line feed behind it
  std::string type_;
  std::string id_;
  std::string last_event_id_;
  std::optional<std::chrono::milliseconds> retry_;
};

}  // namespace sluice::sse
