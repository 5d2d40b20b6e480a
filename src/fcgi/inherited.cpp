#include "fcgi/inherited.hpp"

#include <charconv>
#include <climits>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/descriptor.hpp"
#include "base/environment.hpp"
#include "base/text.hpp"

namespace sluice::fcgi {
namespace {

constexpr int fcgi_listensock_fileno = 0;
constexpr int first_systemd_descriptor = 3;  // SD_LISTEN_FDS_START
constexpr std::string_view control_name = "control";

// What systemd said, as it said it.
struct activation_text {
  std::optional<std::string> process;
  std::optional<std::string> count;
  std::optional<std::string> names;
};

// The only place that touches the environment.
activation_text take_environment() {
  return {take_variable("LISTEN_PID"), take_variable("LISTEN_FDS"),
          take_variable("LISTEN_FDNAMES")};
}

result<int> positive_number(const char* variable, const std::string& text) {
  int number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && number > 0) {
    return number;
  }
  return failure{errc::socket_activation_malformed, std::string(variable) + "=" + printable(text)};
}

// How many descriptors systemd gave to this very process.
result<int> count_for_us(const activation_text& said) {
  if (!said.process || !said.count) return 0;
  auto process = positive_number("LISTEN_PID", *said.process);
  if (!process) return process.error();
  if (*process != ::getpid()) return 0;
  auto count = positive_number("LISTEN_FDS", *said.count);
  if (count && *count > INT_MAX - first_systemd_descriptor) {
    return failure{errc::socket_activation_malformed, "LISTEN_FDS=" + *said.count};
  }
  return count;
}

std::optional<int> socket_option(int descriptor, int option) {
  int value = 0;
  socklen_t size_bytes = sizeof value;
  if (::getsockopt(descriptor, SOL_SOCKET, option, &value, &size_bytes) != 0) return std::nullopt;
  return value;
}

bool is_stream(int descriptor) {
  return socket_option(descriptor, SO_TYPE) == SOCK_STREAM;
}

bool is_listening(int descriptor) {
  return is_stream(descriptor) && socket_option(descriptor, SO_ACCEPTCONN) == 1;
}

void prepare(int descriptor) {
  ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  // A worker that shares the socket may take the connection first; accept must not wait then.
  ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

std::string origin_of(int descriptor, const std::string& label) {
  std::string origin = "descriptor " + std::to_string(descriptor) + " of LISTEN_FDS";
  if (!label.empty()) origin += ", " + printable(label);
  return origin;
}

result<> prepare_given(int descriptor, const std::string& origin) {
  if (::fcntl(descriptor, F_GETFD) < 0) {
    return failure{errc::socket_not_listening, origin + ", is not open"};
  }
  if (!is_stream(descriptor)) return failure{errc::socket_wrong_type, origin};
  if (!is_listening(descriptor)) return failure{errc::socket_not_listening, origin};
  prepare(descriptor);
  return {};
}

// There are no tokens on it, so that it must have a file whose mode says who may connect; an
// abstract name (unix(7)) has none. That file is systemd's: nothing is removed at the end.
result<loop::unix_listener> take_control(int descriptor, const std::string& origin) {
  std::string address = local_address(descriptor);
  if (socket_option(descriptor, SO_DOMAIN) != AF_UNIX || !address.starts_with('/')) {
    return failure{errc::socket_not_unix, origin};
  }
  return loop::unix_listener(sluice::descriptor(descriptor), loop::socket_file({}, 0, 0),
                             std::move(address));
}

result<> take(int descriptor, const std::string& label, inherited_sockets& into) {
  const std::string origin = origin_of(descriptor, label);
  if (auto fine = prepare_given(descriptor, origin); !fine) return fine.error();
  if (label != control_name) {
    into.for_requests.push_back(listen_socket::adopt(descriptor, origin, queue_at_end::left));
    return {};
  }
  if (into.for_control) return failure{errc::socket_named_twice, origin};
  auto control = take_control(descriptor, origin);
  if (!control) return control.error();
  into.for_control = std::move(*control);
  return {};
}

result<inherited_sockets> take_from_systemd(const activation_text& said) {
  auto count = count_for_us(said);
  if (!count) return count.error();
  inherited_sockets taken;
  // But for the one, the names of FileDescriptorName= only label log lines, so too few of them are
  // no failure.
  std::istringstream names(said.names.value_or(""));
  for (int i = 0; i < *count; ++i) {
    std::string label;
    std::getline(names, label, ':');
    if (auto fine = take(first_systemd_descriptor + i, label, taken); !fine) return fine.error();
  }
  return taken;
}

// spawn-fcgi does not keep the socket, so what waits in its queue would be lost with the worker.
// Standard input must not become a free number: the next file opened would be what a child reads.
listen_socket take_from_standard_input() {
  prepare(fcgi_listensock_fileno);
  const int moved = ::fcntl(fcgi_listensock_fileno, F_DUPFD_CLOEXEC, first_systemd_descriptor);
  const int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (moved >= 0 && null >= 0 && ::dup2(null, fcgi_listensock_fileno) == fcgi_listensock_fileno) {
    ::close(null);
    return listen_socket::adopt(moved, "descriptor 0", queue_at_end::answered);
  }
  // A chroot without /dev: the socket is served where it is.
  if (moved >= 0) ::close(moved);
  if (null >= 0) ::close(null);
  return listen_socket::adopt(fcgi_listensock_fileno, "descriptor 0", queue_at_end::answered);
}

}  // namespace

result<inherited_sockets> try_take_inherited() {
  auto taken = take_from_systemd(take_environment());
  if (taken && taken->for_requests.empty() && is_listening(fcgi_listensock_fileno)) {
    taken->for_requests.push_back(take_from_standard_input());
  }
  return taken;
}

}  // namespace sluice::fcgi
