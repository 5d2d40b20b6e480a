#pragma once

#include <boost/asio/awaitable.hpp>

#include "base/clock.hpp"
#include "loop/event_loop.hpp"
#include "loop/sleepers.hpp"

namespace sluice::loop {

/// What one coroutine waits on until something else on the same loop wakes it. Not a latch: a
/// `notify` while nobody waits is lost, so the waiter checks its condition first, then waits. At
/// most one waiter.
class wakeup final {
 public:
  explicit wakeup(event_loop& loop) : loop_(loop) {}
  wakeup(const wakeup&) = delete;
  wakeup& operator=(const wakeup&) = delete;

  /// Completes at the next `notify`.
  boost::asio::awaitable<void> wait() { return wait_until(time_point::max()); }
  /// Completes at the next `notify` or at `when`, whichever is first; up to a millisecond late.
  boost::asio::awaitable<void> wait_until(time_point when) { return loop_.sleep(waiter_, when); }

  void notify() { loop_.wake(waiter_); }

 private:
  event_loop& loop_;
  sleeper waiter_;
};

}  // namespace sluice::loop
