// Sockets of tests. An address is a path (it holds a slash) or HOST:PORT with HOST in digits.
#pragma once

#include <string>

#include "support/deadline.hpp"

namespace sluice::test {

/// A connected, non-blocking socket, the caller's to close. Throws std::system_error; a full
/// backlog (EAGAIN) is tried again until `deadline`.
int connect_to(const std::string& address, time_point deadline);

/// True when a connect to `address` succeeds, whether or not anybody accepts it.
bool is_listening(const std::string& address);

/// True when a worker has accepted a connection at `address`, seen it half closed, and closed it.
bool is_served(const std::string& address, time_point deadline);

/// A bound, listening socket, blocking, the caller's to close. Throws std::system_error.
int listen_on(const std::string& address, int backlog = 128);

/// The address a listening TCP socket got, as 127.0.0.1:PORT.
std::string tcp_address_of(int listening);

/// Waits until `descriptor` is ready for `events` (poll's) or closed; false when `deadline` came.
bool wait_ready(int descriptor, short events, time_point deadline);

}  // namespace sluice::test
