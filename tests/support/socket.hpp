// Sockets of tests. An address is a path (it holds a slash) or HOST:PORT with HOST in digits.
#pragma once

#include <string>
#include <utility>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"

namespace sluice::test {

/// A connected, non-blocking socket, the caller's to close. Throws std::system_error; a full
/// backlog (EAGAIN) is tried again until `deadline`.
int connect_to(const std::string& address, time_point deadline);

/// True when a connect to `address` succeeds, whether or not anybody accepts it.
bool is_listening(const std::string& address);

/// Finds out whether a worker serves `address`, by one connection at a time, so that the worker
/// holds none of them when the answer is yes.
class service_probe final {
 public:
  explicit service_probe(std::string address) : address_(std::move(address)), socket_(-1) {}

  /// True when the worker has accepted the connection, seen it half closed, and closed it. One that
  /// is still waiting at `deadline` is looked at again by the next call.
  bool is_served(time_point deadline);

 private:
  std::string address_;
  descriptor socket_;
};

/// A bound, listening socket, blocking, the caller's to close. Throws std::system_error.
int listen_on(const std::string& address, int backlog = 128);

/// The address a listening TCP socket got, as 127.0.0.1:PORT.
std::string tcp_address_of(int listening);

/// Waits until `descriptor` is ready for `events` (poll's) or closed; false when `deadline` came.
bool wait_ready(int descriptor, short events, time_point deadline);

}  // namespace sluice::test
