#include "client/worker_connection.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace sluice::client {
namespace {

// Behind lost packets TCP tries again after 1, 3 and 7 seconds.
constexpr int connect_limit_ms = 10'000;

struct addresses_deleter {
  void operator()(addrinfo* of) const { ::freeaddrinfo(of); }
};

std::string advice_on(int error) {
  switch (error) {
    case ENOENT:
      return "there is no such socket; does the worker run, with this --socket?";
    case EACCES:
      return "permission denied; be in the socket's group (socket-group)";
    case ECONNREFUSED:
      return "nobody listens there; the worker does not run";
    default:
      return {};
  }
}

problem unreachable(const std::string& address, const std::string& why) {
  return {"cannot reach " + address + ": " + why};
}

// 0, or the error.
int finish_connecting(int socket) {
  pollfd watched{socket, POLLOUT, 0};
  if (::poll(&watched, 1, connect_limit_ms) <= 0) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

outcome<int> connect(const std::string& name, const sockaddr* to, socklen_t size,
                     connect_advice advice) {
  const int made = ::socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (made < 0) return unreachable(name, std::generic_category().message(errno));
  int error = ::connect(made, to, size) == 0 ? 0 : errno;
  if (error == EINPROGRESS) error = finish_connecting(made);
  if (error == 0) return made;
  ::close(made);
  const std::string words = advice(error);
  return unreachable(name, words.empty() ? std::generic_category().message(error) : words);
}

outcome<int> connect_to_host(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == address.npos) {
    return unreachable(address, "it is neither a path (./s.sock) nor HOST:PORT");
  }
  std::string host = address.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int code = ::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &wanted, &found);
  const std::unique_ptr<addrinfo, addresses_deleter> held(found);
  if (code != 0) return unreachable(address, ::gai_strerror(code));
  return connect(address, held->ai_addr, held->ai_addrlen, advice_on);
}

}  // namespace

outcome<int> try_connect_worker(const std::string& address) {
  return address.find('/') == address.npos ? connect_to_host(address)
                                           : try_connect_path(address, advice_on);
}

outcome<int> try_connect_path(const std::string& path, connect_advice advice) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return unreachable(path, "no socket has so long a path");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return connect(path, reinterpret_cast<const sockaddr*>(&address), sizeof address, advice);
}

}  // namespace sluice::client
