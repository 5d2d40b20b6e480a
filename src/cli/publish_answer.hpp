// What a worker says to an update. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::cli {

/// The worker cannot take the update now, and says when to try again.
inline constexpr int status_busy = 503;

/// A value.
struct publish_answer {
  /// 200 when the update is held.
  int status = 200;
  /// The update's id when it is held.
  std::string id = {};
  /// Why it is not, for people.
  std::string error = {};
  std::optional<std::chrono::seconds> retry_after = {};

  bool is_accepted() const { return status >= 200 && status < 300 && error.empty(); }

  friend bool operator==(const publish_answer&, const publish_answer&) = default;
};

/// Reads a line of the control socket, without its line feed: `{"id":"…"}`, or `{"status":400,
/// "error":"…"}`, with `"retry_after":SECONDS` beside 503. Absent when it is neither.
std::optional<publish_answer> try_parse_answer(std::string_view line);

}  // namespace sluice::cli
