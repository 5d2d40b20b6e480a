#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "base/descriptor.hpp"
#include "base/held_signals.hpp"
#include "loop/poller.hpp"
#include "loop/send_queue.hpp"
#include "loop/sleepers.hpp"
#include "loop/wheel.hpp"

namespace sluice::loop {

/// One thread's event loop: descriptors, deadlines, coroutines. Everything it calls runs on the
/// thread that called `run`; only `post` and `stop` may be called from another.
///
/// A turn is one wait for descriptors and what they lead to, then what was posted, then what is
/// due, then the coroutines that may go on. Asio has no reactor here: it only keeps the coroutines
/// that are ready.
class event_loop final {
 public:
  /// Throws std::system_error when there is no descriptor left.
  event_loop();
  ~event_loop();
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;

  poller& descriptors() { return poller_; }
  wheel& deadlines() { return wheel_; }
  send_queue& sends() { return sends_; }

  /// Runs `what` on the loop's thread, in the order posted; what is posted from there, in the next
  /// turn. Any thread.
  void post(std::function<void()> what);

  /// True on the thread that is inside this loop's `run`.
  bool runs_here() const;

  /// Starts a coroutine on this loop; `on_end` gets what escaped from it, or null. Loop's thread.
  void spawn(boost::asio::awaitable<void> what, std::function<void(std::exception_ptr)> on_end);

  /// Completes in a later turn of the loop, when everything else that was ready has had its own.
  boost::asio::awaitable<void> next_turn();

  /// Completes when `who` is woken, or at `when`. For `wakeup`. Loop's thread.
  boost::asio::awaitable<void> sleep(sleeper& who, time_point when);
  /// Nothing when it does not sleep.
  void wake(sleeper& who);

  /// Calls `on_signal` with the number of each signal that `from` holds, until the loop is
  /// destroyed. Before `run`; once.
  void on_signals(held_signals& from, std::function<void(int)> on_signal);

  /// Runs until `stop`. Coroutines still waiting then are destroyed with the loop.
  void run();
  /// Takes turns without waiting for anything, until one has nothing to do. For who has no thread
  /// for the loop.
  void run_ready();
  /// Any thread; a signal handler too.
  void stop();

 private:
  struct signal_reader final : ready_handler {
    // One at a time: whoever hears of it may end the loop, and what comes after is for the next
    // turn.
    void on_ready(std::uint32_t events) override;

    held_signals* source = nullptr;
    std::function<void(int)> tell;
  };
  // Ends a wait; what it is for, the turn sees by itself.
  struct interruption final : ready_handler {
    interruption();
    void on_ready(std::uint32_t) override {}

    descriptor event;
  };

  /// Waits for descriptors until `until` at most. True when anything was done.
  bool turn(time_point until);
  std::size_t run_posted();
  bool has_posted();
  void interrupt();

  poller poller_;
  send_queue sends_;
  wheel wheel_;
  signal_reader signals_;
  interruption interruption_;
  std::atomic<bool> is_stopped_ = false;

  std::mutex posted_mutex_;
  std::vector<std::function<void()>> posted_;
  std::vector<std::function<void()>> due_;  // of this turn

  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> keeps_context_;
  sleepers sleepers_;
};

}  // namespace sluice::loop
