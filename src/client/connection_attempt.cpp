#include "client/connection_attempt.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace sluice::client {
namespace {

using std::chrono::milliseconds;

struct addresses_deleter {
  void operator()(addrinfo* of) const { ::freeaddrinfo(of); }
};

// 0, or the error.
int finish_connecting(int socket, milliseconds patience) {
  pollfd watched{socket, POLLOUT, 0};
  if (::poll(&watched, 1, static_cast<int>(patience.count())) <= 0) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

connection_attempt connect(const sockaddr* to, socklen_t size, milliseconds patience) {
  connection_attempt made;
  descriptor socket(::socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.is_open()) {
    made.error = errno;
    return made;
  }
  made.error = ::connect(socket.number(), to, size) == 0 ? 0 : errno;
  if (made.error == EINPROGRESS) made.error = finish_connecting(socket.number(), patience);
  if (made.error == 0) made.connected = std::move(socket);
  return made;
}

connection_attempt no_address(std::string why) {
  connection_attempt made;
  made.error = EINVAL;
  made.trouble = std::move(why);
  return made;
}

connection_attempt attempt_host(const std::string& address, milliseconds patience) {
  const std::size_t colon = address.rfind(':');
  if (colon == address.npos) return no_address("it is neither a path (./s.sock) nor HOST:PORT");
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &wanted, &found);
  const std::unique_ptr<addrinfo, addresses_deleter> held(found);
  if (code != 0) return no_address(::gai_strerror(code));
  return connect(held->ai_addr, held->ai_addrlen, patience);
}

}  // namespace

connection_attempt attempt_connection(const std::string& address, milliseconds patience) {
  return address.find('/') == address.npos ? attempt_host(address, patience)
                                           : attempt_path(address, patience);
}

connection_attempt attempt_path(const std::string& path, milliseconds patience) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    connection_attempt made;
    made.error = ENAMETOOLONG;
    return made;
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return connect(reinterpret_cast<const sockaddr*>(&address), sizeof address, patience);
}

}  // namespace sluice::client
