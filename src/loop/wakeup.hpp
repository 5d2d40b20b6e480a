#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include "base/clock.hpp"
#include "loop/event_loop.hpp"

namespace sluice::loop {

/// What one coroutine waits on until something else on the same loop wakes it. Not a latch: a
/// `notify` while nobody waits is lost, so the waiter checks its condition first, then waits. At
/// most one waiter.
class wakeup final {
 public:
  explicit wakeup(event_loop& loop) : timer_(loop.context()) {}
  wakeup(const wakeup&) = delete;
  wakeup& operator=(const wakeup&) = delete;

  /// Completes at the next `notify`.
  boost::asio::awaitable<void> wait();
  /// Completes at the next `notify` or at `when`, whichever is first.
  boost::asio::awaitable<void> wait_until(time_point when);

  void notify() { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
};

}  // namespace sluice::loop
