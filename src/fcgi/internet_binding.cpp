#include "fcgi/internet_binding.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <memory>
#include <system_error>

#include <netdb.h>

#include "loop/socket_call.hpp"

namespace sluice::fcgi {
namespace {

using address_list = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

struct host_and_port {
  std::string host;
  std::string port;
};

result<host_and_port> split_address(const std::string& address) {
  const failure malformed{errc::socket_address_malformed, address};
  // The colons of IPv6 need brackets: ::1:9000 is itself an address.
  const bool in_brackets = address.starts_with('[');
  const std::size_t colon = in_brackets ? address.find("]:") + 1 : address.find(':');
  if (colon == 0 || colon == std::string::npos) return malformed;
  const std::string port = address.substr(colon + 1);
  // getaddrinfo(3) cuts a larger port to 16 bits.
  std::uint16_t number = 0;
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size()) return malformed;
  host_and_port parts{in_brackets ? address.substr(1, colon - 2) : address.substr(0, colon), port};
  if (parts.host.empty()) return malformed;
  return parts;
}

result<address_list> resolve(const std::string& address) {
  auto parts = split_address(address);
  if (!parts) return parts.error();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(parts->host.c_str(), parts->port.c_str(), &hints, &found);
  if (error == 0) return address_list(found, &::freeaddrinfo);
  return failure{errc::socket_host_unknown, address + ": " + ::gai_strerror(error)};
}

result<sluice::descriptor> listen_at(const addrinfo& where, const std::string& address,
                                     std::size_t backlog) {
  sluice::descriptor made(loop::new_stream_socket(where.ai_family));
  if (!made.is_open()) return loop::socket_failure(address, "socket");
  // A restart must not wait for the connections of the one before (TIME_WAIT, about a minute).
  const int on = 1;
  ::setsockopt(made.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (where.ai_family == AF_INET6) {
    ::setsockopt(made.number(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  }
  // With SO_REUSEADDR two may bind before either listens; then the second's listen fails.
  if (::bind(made.number(), where.ai_addr, where.ai_addrlen) != 0 ||
      loop::start_listening(made.number(), backlog) != 0) {
    if (errno == EADDRINUSE) return failure{errc::socket_in_use, address};
    return loop::socket_failure(address, "listen");
  }
  return made;
}

}  // namespace

result<sluice::descriptor> try_listen_internet(const std::string& address, std::size_t backlog) {
  auto found = resolve(address);
  if (!found) return found.error();
  const addrinfo* where = found->get();
  auto made = listen_at(*where, address, backlog);
  while (!made && made.error().code == errc::socket_call_failed && where->ai_next) {
    where = where->ai_next;
    made = listen_at(*where, address, backlog);
  }
  return made;
}

std::string internet_name(const sockaddr_storage& address, socklen_t size_bytes) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (::getnameinfo(reinterpret_cast<const sockaddr*>(&address), size_bytes, host.data(),
                    host.size(), port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "an unknown address";
  }
  const std::string digits(host.data());
  return (address.ss_family == AF_INET6 ? "[" + digits + "]" : digits) + ":" + port.data();
}

}  // namespace sluice::fcgi
