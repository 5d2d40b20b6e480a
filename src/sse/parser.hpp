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
class parser final {
 public:
  // Larger than any event a worker with default limits sends, small enough for a phone.
  static constexpr std::size_t default_limit_bytes = 16 * 1024 * 1024;

  /// `limit_bytes` bounds one line, and the data of one event.
  explicit parser(std::size_t limit_bytes = default_limit_bytes) : limit_bytes_(limit_bytes) {}

  /// Takes the next bytes; `on_message` is called for each event they complete. False when the
  /// limit is passed: the parser takes no more from then on.
  bool feed(std::string_view bytes, const std::function<void(message)>& on_message);

  bool is_over_limit() const { return is_over_limit_; }
  /// What a client sends as Last-Event-ID when it connects again.
  const std::string& last_event_id() const { return last_event_id_; }
  /// The last reconnection time the stream asked for.
  std::optional<std::chrono::milliseconds> retry() const { return retry_; }

 private:
  void take_line(const std::function<void(message)>& on_message);
  void take_field(std::string_view name, std::string value);
  void take_data(const std::string& value);
  void take_retry(std::string_view value);
  void dispatch(const std::function<void(message)>& on_message);

  std::size_t limit_bytes_;
  std::string line_;
  bool is_after_cr_ = false;
  bool is_first_line_ = true;
  bool is_over_limit_ = false;

  std::string data_;
  std::string type_;
  std::string id_;
  std::string last_event_id_;
  std::optional<std::chrono::milliseconds> retry_;
};

/// UTF-8 decode as the Encoding Standard does it, back to UTF-8: each maximal part that is not
/// well-formed becomes one U+FFFD.
std::string replace_invalid_utf8(std::string_view text);

}  // namespace sluice::sse
