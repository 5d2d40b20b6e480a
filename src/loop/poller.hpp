#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <sys/epoll.h>

#include "base/clock.hpp"
#include "base/descriptor.hpp"

namespace sluice::loop {

/// Learns that a watched descriptor is ready. `events` as epoll_wait(2) gives them.
class ready_handler {
 public:
  virtual void on_ready(std::uint32_t events) = 0;

 protected:
  ~ready_handler() = default;
};

/// Watches descriptors for one loop, by epoll(7): a watched stream costs one kernel entry and no
/// memory here, where an Asio descriptor costs some 300 bytes. Level-triggered. One thread.
class poller final {
 public:
  /// Throws std::system_error when there is no descriptor left.
  poller();
  poller(const poller&) = delete;
  poller& operator=(const poller&) = delete;

  /// From now on `whom` hears of `events` on `descriptor`. Both stay valid until `forget`. Throws
  /// std::system_error when the kernel refuses.
  void watch(int descriptor, std::uint32_t events, ready_handler& whom);
  void change(int descriptor, std::uint32_t events, ready_handler& whom);
  /// `whom` hears nothing more of `descriptor`, not even of what this round already found.
  void forget(int descriptor, ready_handler& whom);

  /// Waits until a descriptor is ready, at the longest until `until`, and tells whom it concerns.
  /// Returns how many were ready.
  std::size_t run_round(time_point until);

 private:
  // A round of 256 keeps other work of the loop waiting for well under a millisecond.
  static constexpr std::size_t round_events = 256;

  descriptor epoll_;
  std::vector<epoll_event> round_;
  std::size_t at_ = 0;
  std::size_t found_ = 0;
};

}  // namespace sluice::loop
