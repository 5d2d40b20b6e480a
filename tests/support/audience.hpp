#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"

namespace sluice::test {

/// What an audience saw since `start_measuring`. A value.
struct audience_view {
  std::size_t events = 0;
  std::size_t missed = 0;  // numbers that were skipped or came out of order
  std::size_t ended = 0;   // streams that ended, of all time
  // The longest time any stream was without an event, the one still running included.
  std::chrono::nanoseconds worst_gap{};
  // The longest way of an event from the handler's clock to here.
  std::chrono::nanoseconds worst_delay{};
};

/// Many streams of the ticker, read on a thread of their own while the test does something else to
/// the worker.
class audience final {
 public:
  /// Opens `streams` streams of `target` at `address`; complete when each has had its first event.
  /// Throws peer_error when that takes longer than `deadline`.
  audience(const std::string& address, const std::string& target, std::size_t streams,
           time_point deadline = within());
  ~audience();
  audience(const audience&) = delete;
  audience& operator=(const audience&) = delete;

  void start_measuring();
  audience_view seen() const;
  /// Waits until `events` came since `start_measuring`; false when `deadline` came first.
  bool wait_for_events(std::size_t events, time_point deadline);

 private:
  class listener;

  void listen();
  void take_from(listener& one, time_point now);

  std::vector<std::unique_ptr<listener>> listeners_;
  descriptor stop_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  audience_view view_;
  std::size_t waiting_;  // streams that have had no event yet
  time_point measured_from_;
  std::thread thread_;
};

}  // namespace sluice::test
