// Deadlines of tests that talk to another process.
#pragma once

#include <chrono>
#include <thread>

namespace sluice::test {

using clock = std::chrono::steady_clock;
using time_point = clock::time_point;

// Sanitizers slow the worker down; ThreadSanitizer's manual says five to fifteen times.
#if defined(__SANITIZE_THREAD__)
inline constexpr int slowdown = 10;
#elif defined(__SANITIZE_ADDRESS__)
inline constexpr int slowdown = 4;
#else
inline constexpr int slowdown = 1;
#endif

// What should come at once, but on a busy machine may not. A test that waits this long fails.
inline constexpr std::chrono::milliseconds patience{5000};

inline std::chrono::milliseconds scaled(std::chrono::milliseconds limit) {
  return limit * slowdown;
}

/// The time by which something must have happened, `limit` from now, scaled for sanitizers.
inline time_point within(std::chrono::milliseconds limit = patience) {
  return clock::now() + scaled(limit);
}

/// Asks `is_true` again and again until it is, at most until `deadline`. For what no descriptor
/// tells, such as counts in /proc.
template <class Predicate>
bool eventually(time_point deadline, Predicate is_true) {
  // Fine enough for limits of 50 ms, coarse enough to leave the worker its processor.
  constexpr std::chrono::milliseconds pause{2};
  for (;;) {
    if (is_true()) return true;
    if (clock::now() >= deadline) return false;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace sluice::test
