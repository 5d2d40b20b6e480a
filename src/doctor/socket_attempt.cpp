#include "doctor/socket_attempt.hpp"

#include <chrono>
#include <cstring>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>

#include "client/connection_attempt.hpp"

namespace sluice::doctor {
namespace {

// On the way to a worker's machine TCP tries again after 1 and 3 seconds.
constexpr auto connect_limit = std::chrono::seconds(5);

pid_t listener_of(int socket) {
  ucred by{};
  socklen_t size = sizeof by;
  return ::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &by, &size) == 0 ? by.pid : 0;
}

// Who connects to this machine has the same address at both ends.
std::uint16_t local_port_of(int socket) {
  sockaddr_storage here{}, there{};
  socklen_t here_bytes = sizeof here, there_bytes = sizeof there;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&here), &here_bytes) != 0) return 0;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&there), &there_bytes) != 0) return 0;
  // The port is at the same place in both families.
  const std::uint16_t port = ntohs(reinterpret_cast<const sockaddr_in&>(there).sin_port);
  if (here.ss_family == AF_INET) {
    const bool is_own = reinterpret_cast<const sockaddr_in&>(here).sin_addr.s_addr ==
                        reinterpret_cast<const sockaddr_in&>(there).sin_addr.s_addr;
    return is_own ? port : 0;
  }
  const bool is_own =
      std::memcmp(&reinterpret_cast<const sockaddr_in6&>(here).sin6_addr,
                  &reinterpret_cast<const sockaddr_in6&>(there).sin6_addr, sizeof(in6_addr)) == 0;
  return is_own ? port : 0;
}

}  // namespace

socket_attempt attempt_connect(const std::string& address) {
  auto tried = client::attempt_connection(address, connect_limit);
  socket_attempt made{std::move(tried.connected), tried.error, std::move(tried.trouble)};
  if (!made.connected.is_open()) return made;
  if (address.find('/') == address.npos) {
    made.local_port = local_port_of(made.connected.number());
  } else {
    made.listener = listener_of(made.connected.number());
  }
  return made;
}

}  // namespace sluice::doctor
