// What a service manager hears.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <stdexcept>
#include <string>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/socket.hpp"

namespace sluice::test {

/// The manager's end of NOTIFY_SOCKET, which `address` is for: a path, or @NAME.
class notices final {
 public:
  explicit notices(std::string address)
      : address_(std::move(address)), socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un local{};
    local.sun_family = AF_UNIX;
    std::memcpy(local.sun_path, address_.data(), address_.size());
    const bool is_abstract = address_.front() == '@';
    if (is_abstract) local.sun_path[0] = '\0';
    const auto size_bytes =
        offsetof(sockaddr_un, sun_path) + address_.size() + (is_abstract ? 0 : 1);
    if (::bind(socket_.number(), reinterpret_cast<const sockaddr*>(&local),
               static_cast<socklen_t>(size_bytes)) != 0) {
      throw std::system_error(errno, std::generic_category(), "bind " + address_);
    }
  }

  const std::string& address() const { return address_; }

  /// The next datagram, which must come before `deadline`.
  std::string next(time_point deadline = within()) {
    if (!has_one_by(deadline)) throw std::runtime_error("the service manager is not told");
    char buffer[4096];
    const ssize_t got = ::recv(socket_.number(), buffer, sizeof buffer, 0);
    if (got < 0) throw std::system_error(errno, std::generic_category(), "recv");
    return {buffer, static_cast<std::size_t>(got)};
  }

  /// True when a datagram is there, or comes before `deadline`.
  bool has_one_by(time_point deadline) { return wait_ready(socket_.number(), POLLIN, deadline); }

 private:
  std::string address_;
  descriptor socket_;
};

}  // namespace sluice::test
