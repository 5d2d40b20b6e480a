#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <sys/epoll.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace sluice::loop {

/// Learns that a watched descriptor is ready. `events` as epoll_wait(2) gives them.
class ready_handler {
 public:
  virtual void on_ready(std::uint32_t events) = 0;

 protected:
  ~ready_handler() = default;
};

/// Watches descriptors for one loop. An epoll instance of its own that Asio sees as one descriptor:
/// a watched stream costs one kernel entry and no memory here, where an Asio descriptor costs some
/// 300 bytes. Level-triggered. One thread.
class poller final {
 public:
  explicit poller(boost::asio::io_context& context);
  poller(const poller&) = delete;
  poller& operator=(const poller&) = delete;

  /// From now on `whom` hears of `events` on `descriptor`. Both stay valid until `forget`. Throws
  /// std::system_error when the kernel refuses.
  void watch(int descriptor, std::uint32_t events, ready_handler& whom);
  void change(int descriptor, std::uint32_t events, ready_handler& whom);
  /// `whom` hears nothing more of `descriptor`, not even of what this round already found.
  void forget(int descriptor, ready_handler& whom);

 private:
  // A round of 256 keeps other work of the loop waiting for well under a millisecond.
  static constexpr std::size_t round_events = 256;

  void wait();
  void on_round();

  boost::asio::posix::stream_descriptor epoll_;
  std::vector<epoll_event> round_;
  std::size_t at_ = 0;
  std::size_t found_ = 0;
};

}  // namespace sluice::loop
