// What binding a socket of any family has in common.
#pragma once

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstddef>
#include <cstring>
#include <string>

#include <sys/socket.h>

#include "base/errc.hpp"

namespace sluice::loop {

/// What errno says, of the call that has just failed.
inline failure socket_failure(const std::string& subject, const std::string& doing) {
  return {errc::socket_call_failed, subject + ": " + doing + ": " + std::strerror(errno)};
}

/// Non-blocking and closed on exec; -1 and errno when there is none to be had.
inline int new_stream_socket(int family) {
  return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

/// As listen(2), with a backlog that is cut to its type instead of wrapped.
inline int start_listening(int descriptor, std::size_t backlog) {
  return ::listen(descriptor, static_cast<int>(std::min<std::size_t>(backlog, INT_MAX)));
}

}  // namespace sluice::loop
