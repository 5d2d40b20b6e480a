#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "sse/parser.hpp"

namespace sluice::cli {

/// Whether a stream that ends is asked for again.
enum class after_end { reconnect, leave };

/// A value.
struct tail_options {
  /// How many events to print before leaving.
  std::optional<std::size_t> count;
  after_end then = after_end::reconnect;
  std::string last_event_id;

  friend bool operator==(const tail_options&, const tail_options&) = default;
};

/// What happens to `tail`.
struct tail_opened {};
struct tail_event {
  sse::message what;
};
/// What the parser holds once it has taken some bytes.
struct tail_position {
  std::string last_event_id;
  std::optional<std::chrono::milliseconds> retry;
};
/// The answer is another one than an event stream.
struct tail_answered {
  int status;
  std::string reason;
  std::optional<std::chrono::seconds> retry_after = {};
};
/// The stream ended, or could not be asked for.
struct tail_lost {
  std::string why;
};
struct tail_woken {};
struct tail_interrupted {};
using tail_occurrence = std::variant<tail_opened, tail_event, tail_position, tail_answered,
                                     tail_lost, tail_woken, tail_interrupted>;

/// What `tail` does next. A value.
struct tail_action {
  enum class kind { go_on, connect, print, print_and_end, wait, end };

  kind what = kind::go_on;
  /// For people; empty for none.
  std::string note = {};
  /// Of `wait`.
  time_point until = {};
  /// Of `end` and `print_and_end`.
  int exit_code = 0;

  friend bool operator==(const tail_action&, const tail_action&) = default;
};

/// Decides when `tail` connects, waits, prints and ends, as an EventSource does (WHATWG HTML,
/// 9.2.3), but for what a person at a terminal wants otherwise: after a 429 or a 5xx it tries
/// again, and says why it waits. No I/O.
class tail_course final {
 public:
  // Without a `retry:` of the stream's own; browsers wait as long, or three seconds.
  static constexpr std::chrono::milliseconds default_retry{2000};
  // What a restart of anything in between rarely exceeds; nobody at a terminal waits longer.
  static constexpr std::chrono::milliseconds longest_backoff{30'000};
  // A stream may ask for more than the back-off, but not for ever.
  static constexpr std::chrono::milliseconds longest_retry = std::chrono::hours(1);

  /// `random` gives numbers from 0 to below 1, so that those who lost the same worker do not come
  /// back in the same instant.
  tail_course(tail_options options, std::function<double()> random);

  /// The first action.
  tail_action start() const { return {.what = tail_action::kind::connect}; }
  tail_action resume(const tail_occurrence& what, time_point now);

  /// What to ask for when connecting, and what the event to print counts as its id: that of the
  /// last event that had one, which a new stream does not reset before it names one.
  const std::string& last_event_id() const { return last_event_id_; }

 private:
  tail_action take(const tail_opened&, time_point now);
  tail_action take(const tail_event& what, time_point now);
  tail_action take(const tail_position& what, time_point now);
  tail_action take(const tail_answered& what, time_point now);
  tail_action take(const tail_lost& what, time_point now);
  tail_action take(const tail_woken&, time_point now);
  tail_action take(const tail_interrupted&, time_point now);

  void take_id(const std::string& id);
  tail_action try_again(const std::string& why, std::chrono::milliseconds at_least, time_point now);
  std::chrono::milliseconds next_wait();

  const tail_options options_;
  const std::function<double()> random_;
  std::string last_event_id_;
  // The last id that the parser of this stream gave; a new stream's begins empty.
  std::string stream_id_;
  std::chrono::milliseconds retry_ = default_retry;
  std::size_t printed_ = 0;
  // Tries without a stream since the last stream.
  int failures_ = 0;
  bool is_open_ = false;
};

}  // namespace sluice::cli
