#include "support/socket.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/descriptor.hpp"

namespace sluice::test {
namespace {

struct socket_address {
  sockaddr_storage storage{};
  socklen_t bytes = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

[[noreturn]] void fail(const std::string& what) {
  throw std::system_error(errno, std::generic_category(), what);
}

socket_address parse_address(const std::string& address) {
  socket_address parsed;
  if (address.find('/') != std::string::npos) {
    auto& local = reinterpret_cast<sockaddr_un&>(parsed.storage);
    local.sun_family = AF_UNIX;
    if (address.size() >= sizeof local.sun_path) throw std::length_error(address);
    std::memcpy(local.sun_path, address.c_str(), address.size() + 1);
    parsed.bytes = sizeof local;
    return parsed;
  }
  const auto colon = address.rfind(':');
  auto& internet = reinterpret_cast<sockaddr_in&>(parsed.storage);
  internet.sin_family = AF_INET;
  internet.sin_port = htons(static_cast<std::uint16_t>(std::stoi(address.substr(colon + 1))));
  if (inet_pton(AF_INET, address.substr(0, colon).c_str(), &internet.sin_addr) != 1) {
    throw std::invalid_argument(address);
  }
  parsed.bytes = sizeof internet;
  return parsed;
}

void set_no_delay(int number, const socket_address& at) {
  const int on = 1;
  if (at.get()->sa_family == AF_INET) {
    setsockopt(number, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }
}

}  // namespace

int connect_to(const std::string& address, time_point deadline) {
  const auto at = parse_address(address);
  const int number = socket(at.get()->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (number < 0) fail("socket");
  // A blocking connect to a full backlog waits in the kernel, and SO_SNDTIMEO bounds it.
  const auto left =
      std::max(deadline - clock::now(), clock::duration(std::chrono::milliseconds(1)));
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(left).count();
  const timeval limit{micros / 1'000'000, micros % 1'000'000};
  setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (connect(number, at.get(), at.bytes) != 0) {
    const int why = errno;
    ::close(number);
    errno = why;
    fail("connect " + address);
  }
  set_no_delay(number, at);
  fcntl(number, F_SETFL, O_NONBLOCK);
  return number;
}

bool is_listening(const std::string& address) {
  try {
    descriptor probe(connect_to(address, within(std::chrono::milliseconds(100))));
    return true;
  } catch (const std::system_error&) {
    return false;
  }
}

bool service_probe::is_served(time_point deadline) {
  try {
    if (!socket_.is_open()) {
      socket_.reset(connect_to(address_, deadline));
      shutdown(socket_.number(), SHUT_WR);
    }
  } catch (const std::system_error&) {
    return false;
  }
  if (!wait_ready(socket_.number(), POLLIN, deadline)) return false;
  char byte = 0;
  const bool has_ended = recv(socket_.number(), &byte, 1, 0) == 0;
  socket_.close();
  return has_ended;
}

int listen_on(const std::string& address, int backlog) {
  const auto at = parse_address(address);
  const int number = socket(at.get()->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (number < 0) fail("socket");
  if (bind(number, at.get(), at.bytes) != 0 || listen(number, backlog) != 0) {
    const int why = errno;
    ::close(number);
    errno = why;
    fail("listen " + address);
  }
  return number;
}

std::string tcp_address_of(int listening) {
  sockaddr_in at{};
  socklen_t bytes = sizeof at;
  if (getsockname(listening, reinterpret_cast<sockaddr*>(&at), &bytes) != 0) fail("getsockname");
  return "127.0.0.1:" + std::to_string(ntohs(at.sin_port));
}

bool wait_ready(int descriptor, short events, time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock::now()).count();
    pollfd asked{descriptor, events, 0};
    const int found = poll(&asked, 1, static_cast<int>(std::max<long>(left, 0)));
    if (found > 0) return true;
    if (found == 0 && clock::now() >= deadline) return false;
    if (found < 0 && errno != EINTR) fail("poll");
  }
}

}  // namespace sluice::test
