#include "doctor/socket_attempt.hpp"

#include <cerrno>
#include <cstring>
#include <memory>

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace sluice::doctor {
namespace {

// On the way to a worker's machine TCP tries again after 1 and 3 seconds.
constexpr int connect_limit_ms = 5'000;

struct addresses_deleter {
  void operator()(addrinfo* of) const { ::freeaddrinfo(of); }
};

int finish_connecting(int socket) {
  pollfd watched{socket, POLLOUT, 0};
  if (::poll(&watched, 1, connect_limit_ms) <= 0) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

socket_attempt connect(const sockaddr* to, socklen_t size) {
  socket_attempt made;
  descriptor socket(::socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open()) {
    made.error = errno;
    return made;
  }
  made.error = ::connect(socket.number(), to, size) == 0 ? 0 : errno;
  if (made.error == EINPROGRESS) made.error = finish_connecting(socket.number());
  if (made.error == 0) made.connected = std::move(socket);
  return made;
}

socket_attempt connect_path(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_attempt made;
  if (path.size() >= sizeof address.sun_path) {
    made.error = ENAMETOOLONG;
    return made;
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  made = connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  if (!made.connected.is_open()) return made;
  ucred by{};
  socklen_t size = sizeof by;
  if (::getsockopt(made.connected.number(), SOL_SOCKET, SO_PEERCRED, &by, &size) == 0) {
    made.listener = by.pid;
  }
  return made;
}

// Who connects to this machine has the same address at both ends.
bool is_own_address(int socket) {
  sockaddr_storage here{}, there{};
  socklen_t here_bytes = sizeof here, there_bytes = sizeof there;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&here), &here_bytes) != 0) return false;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&there), &there_bytes) != 0) return false;
  if (here.ss_family == AF_INET) {
    return reinterpret_cast<const sockaddr_in&>(here).sin_addr.s_addr ==
           reinterpret_cast<const sockaddr_in&>(there).sin_addr.s_addr;
  }
  return std::memcmp(&reinterpret_cast<const sockaddr_in6&>(here).sin6_addr,
                     &reinterpret_cast<const sockaddr_in6&>(there).sin6_addr,
                     sizeof(in6_addr)) == 0;
}

std::uint16_t port_of(const sockaddr* address) {
  // At the same place in both families.
  return ntohs(reinterpret_cast<const sockaddr_in*>(address)->sin_port);
}

socket_attempt connect_port(const std::string& address) {
  socket_attempt made;
  const std::size_t colon = address.rfind(':');
  if (colon == address.npos) {
    made.trouble = "it is neither a path (./s.sock) nor HOST:PORT";
    made.error = EINVAL;
    return made;
  }
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &wanted, &found);
  const std::unique_ptr<addrinfo, addresses_deleter> held(found);
  if (code != 0) {
    made.trouble = ::gai_strerror(code);
    made.error = EINVAL;
    return made;
  }
  made = connect(held->ai_addr, held->ai_addrlen);
  if (made.connected.is_open() && is_own_address(made.connected.number())) {
    made.local_port = port_of(held->ai_addr);
  }
  return made;
}

}  // namespace

socket_attempt attempt_connect(const std::string& address) {
  return address.find('/') == address.npos ? connect_port(address) : connect_path(address);
}

}  // namespace sluice::doctor
