#include "fcgi/inherited.hpp"

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace sluice::fcgi {
namespace {

constexpr int fcgi_listensock_fileno = 0;
constexpr int first_systemd_descriptor = 3;  // SD_LISTEN_FDS_START

std::optional<int> number_from(const char* variable) {
  const char* const text = std::getenv(variable);
  if (!text) return std::nullopt;
  const std::string_view digits = text;
  int number = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return std::nullopt;
  return number;
}

std::optional<int> socket_option(int descriptor, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  if (::getsockopt(descriptor, SOL_SOCKET, option, &value, &size) != 0) return std::nullopt;
  return value;
}

bool is_listening(int descriptor) {
  return socket_option(descriptor, SO_TYPE) == SOCK_STREAM &&
         socket_option(descriptor, SO_ACCEPTCONN) == 1;
}

void prepare(int descriptor) {
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

result<listen_socket> take(int descriptor) {
  const std::string name = "descriptor " + std::to_string(descriptor) + " of LISTEN_FDS";
  if (::fcntl(descriptor, F_GETFD) < 0) {
    return failure{errc::socket_not_listening, name + " is not open"};
  }
  const auto type = socket_option(descriptor, SO_TYPE);
  if (type != SOCK_STREAM) return failure{errc::socket_wrong_type, name};
  if (!is_listening(descriptor)) return failure{errc::socket_not_listening, name};
  prepare(descriptor);
  return listen_socket::adopt(descriptor, name);
}

// How many descriptors systemd gave to this very process.
int count_for_us() {
  const auto process = number_from("LISTEN_PID");
  const auto count = number_from("LISTEN_FDS");
  for (const char* const each : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(each);
  return process == ::getpid() ? count.value_or(0) : 0;
}

}  // namespace

result<std::vector<listen_socket>> try_take_inherited() {
  std::vector<listen_socket> taken;
  const int count = count_for_us();
  for (int i = 0; i < count; ++i) {
    auto one = take(first_systemd_descriptor + i);
    if (!one) return one.error();
    taken.push_back(std::move(*one));
  }
  if (taken.empty() && is_listening(fcgi_listensock_fileno)) {
    prepare(fcgi_listensock_fileno);
    taken.push_back(listen_socket::adopt(fcgi_listensock_fileno, "descriptor 0"));
  }
  return taken;
}

}  // namespace sluice::fcgi
