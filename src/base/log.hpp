// The log: one line an occurrence, to standard error or a file. A line is what happened, to what,
// why, and what sluice does about it. Never blocks its caller: lines pass through a bounded queue
// to a thread of their own, and when that is full the oldest are dropped and counted.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/clock.hpp"
#include "base/log_destination.hpp"

namespace sluice::log {

enum class level { debug, info, warning, error, off };

/// Owns the log's thread. Lines before it exists and after it is gone are dropped. One at a time.
class sink final {
 public:
  /// Lines go to `where`.
  sink(level lowest, std::unique_ptr<destination> where);
  /// Lines go to standard error.
  explicit sink(level lowest);
  ~sink();  // writes what is queued
  sink(const sink&) = delete;
  sink& operator=(const sink&) = delete;

  /// Opens `path` on the log's thread, soon and whether or not it is another one, as
  /// `destination::ask_to_reopen`. Any thread.
  void reopen(const std::string& path);

 private:
  const std::shared_ptr<destination> where_;  // shared with the log's thread
};

bool is_enabled(level at);
void set_level(level lowest);
void write(level at, std::string_view line);

template <class... Args>
void print(level at, fmt::format_string<Args...> form, Args&&... args) {
  if (is_enabled(at)) write(at, fmt::format(form, std::forward<Args>(args)...));
}
template <class... Args>
void debug(fmt::format_string<Args...> form, Args&&... args) {
  print(level::debug, form, std::forward<Args>(args)...);
}
template <class... Args>
void info(fmt::format_string<Args...> form, Args&&... args) {
  print(level::info, form, std::forward<Args>(args)...);
}
template <class... Args>
void warning(fmt::format_string<Args...> form, Args&&... args) {
  print(level::warning, form, std::forward<Args>(args)...);
}
template <class... Args>
void error(fmt::format_string<Args...> form, Args&&... args) {
  print(level::error, form, std::forward<Args>(args)...);
}

/// Lets one line through per `interval` and counts what it holds back, so that a fault that comes a
/// thousand times a second does not fill the log. Shared between the loops: any thread.
class limiter final {
 public:
  explicit limiter(clock::duration interval) : interval_(interval) {}

  /// How many lines were held back since the last one, when a line may be written now.
  std::optional<std::size_t> admit(time_point now);

 private:
  const clock::duration interval_;
  std::atomic<clock::rep> next_ = 0;
  std::atomic<std::size_t> held_back_ = 0;
};

/// Writes at `level` through a limiter, with the number of lines like it that were held back.
void write_limited(limiter& by, level at, std::string_view line);

}  // namespace sluice::log
