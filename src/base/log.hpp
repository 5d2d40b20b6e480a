// The log: one line an occurrence, to standard error. A line is what happened, to what, why, and
// what sluice does about it. Never blocks its caller: lines pass through a bounded queue to a
// thread of their own, and when that is full the oldest are dropped and counted.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/clock.hpp"

namespace sluice::log {

enum class level { debug, info, warning, error, off };

/// Owns the log's thread. Lines before it exists and after it is gone are dropped. One at a time.
class sink final {
 public:
  explicit sink(level lowest);
  ~sink();  // writes what is queued
  sink(const sink&) = delete;
  sink& operator=(const sink&) = delete;
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

/// Lets one line through per `interval` and counts what it held back. One thread.
class limiter final {
 public:
  explicit limiter(clock::duration interval) : interval_(interval) {}

  /// True when a line may be written now; `held_back()` then says how many were not before it.
  bool admits(time_point now);
  std::size_t held_back() const { return reported_; }

 private:
  clock::duration interval_;
  time_point next_{};
  std::size_t waiting_ = 0;
  std::size_t reported_ = 0;
};

}  // namespace sluice::log
