#pragma once

#include <exception>
#include <functional>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "base/held_signals.hpp"
#include "loop/poller.hpp"
#include "loop/send_queue.hpp"
#include "loop/wheel.hpp"

namespace sluice::loop {

/// One thread's event loop: descriptors, deadlines, coroutines. Everything it calls runs on the
/// thread that called `run`; only `post` and `stop` may be called from another.
class event_loop final : private ready_handler {
 public:
  event_loop();
  ~event_loop();
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;

  poller& descriptors() { return poller_; }
  wheel& deadlines() { return wheel_; }
  send_queue& sends() { return sends_; }
  boost::asio::io_context& context() { return context_; }

  /// Runs `what` on the loop's thread, in the order posted. Any thread.
  void post(std::function<void()> what);

  /// True on the thread that is inside this loop's `run`.
  bool runs_here() { return context_.get_executor().running_in_this_thread(); }

  /// Starts a coroutine on this loop; `on_end` gets what escaped from it, or null. Loop's thread.
  void spawn(boost::asio::awaitable<void> what, std::function<void(std::exception_ptr)> on_end);

  /// Completes in a later turn of the loop, when everything else that was ready has had its own.
  boost::asio::awaitable<void> next_turn();

  /// Calls `on_signal` with the number of each signal that `from` holds, until the loop is
  /// destroyed. Before `run`; once.
  void on_signals(held_signals& from, std::function<void(int)> on_signal);

  /// Runs until `stop`. Coroutines still waiting then are destroyed with the loop.
  void run();
  /// Any thread; a signal handler too.
  void stop() { context_.stop(); }

 private:
  void on_ready(std::uint32_t events) override;

  boost::asio::io_context context_;
  poller poller_;
  send_queue sends_;
  wheel wheel_;
  held_signals* signals_ = nullptr;
  std::function<void(int)> on_signal_;
};

}  // namespace sluice::loop
