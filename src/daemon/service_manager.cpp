#include "daemon/service_manager.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <utility>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/descriptor.hpp"
#include "base/environment.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace sluice::daemon {
namespace {

// A day; what is longer watches over nothing, and must not overflow.
constexpr std::uint64_t longest_watchdog_microseconds = 86'400'000'000;

// A manager takes a datagram in microseconds. One that hangs must not hang the worker with it.
constexpr timeval longest_send{1, 0};

std::optional<std::uint64_t> positive_number(const std::string& text) {
  std::uint64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size() || number == 0) {
    return std::nullopt;
  }
  return number;
}

// WATCHDOG_PID says whose the watchdog is; without it the process that was started is meant.
std::optional<std::chrono::microseconds> take_watchdog() {
  const auto interval = take_variable("WATCHDOG_USEC");
  const auto process = take_variable("WATCHDOG_PID");
  if (!interval) return std::nullopt;
  if (process && positive_number(*process) != static_cast<std::uint64_t>(::getpid())) {
    return std::nullopt;
  }
  const auto number = positive_number(*interval);
  if (!number) {
    log::warning("WATCHDOG_USEC={} is no number of microseconds; there is no watchdog",
                 printable(*interval));
    return std::nullopt;
  }
  return std::chrono::microseconds(std::min(*number, longest_watchdog_microseconds));
}

struct unix_address {
  sockaddr_un address;
  socklen_t size_bytes;
};

// An abstract name has its length and no NUL at its end, see unix(7).
std::optional<unix_address> address_of(const std::string& name) {
  unix_address made{};
  made.address.sun_family = AF_UNIX;
  if (name.size() >= sizeof made.address.sun_path) return std::nullopt;
  std::memcpy(made.address.sun_path, name.data(), name.size());
  const bool is_abstract = name.starts_with('@');
  if (is_abstract) made.address.sun_path[0] = '\0';
  made.size_bytes =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size() + (is_abstract ? 0 : 1));
  return made;
}

bool try_send(const std::string& to, std::string_view message) {
  const auto where = address_of(to);
  if (!where) {
    errno = ENAMETOOLONG;
    return false;
  }
  const descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket.is_open()) return false;
  ::setsockopt(socket.number(), SOL_SOCKET, SO_SNDTIMEO, &longest_send, sizeof longest_send);
  return ::sendto(socket.number(), message.data(), message.size(), MSG_NOSIGNAL,
                  reinterpret_cast<const sockaddr*>(&where->address),
                  where->size_bytes) == static_cast<ssize_t>(message.size());
}

}  // namespace

service_manager service_manager::from_environment() {
  service_manager made;
  const auto address = take_variable("NOTIFY_SOCKET");
  made.longest_silence_ = take_watchdog();
  if (!address) {
    made.longest_silence_.reset();
    return made;
  }
  if (address->starts_with('/') || address->starts_with('@')) {
    made.address_ = *address;
  } else {
    log::warning("NOTIFY_SOCKET={} is neither a path nor @NAME; the service manager is not told",
                 printable(*address));
  }
  return made;
}

// The clock's time says which of several reloads `ready` belongs to (systemd 253).
void service_manager::reloading() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const auto since_start = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec));
  send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since_start.count()));
}

void service_manager::send(std::string_view message) {
  if (address_.empty() || try_send(address_, message)) return;
  const std::string why = std::strerror(errno);
  if (std::exchange(has_failed_, true)) return;
  log::warning("cannot tell the service manager at {}: {}; the worker goes on", printable(address_),
               why);
}

}  // namespace sluice::daemon
