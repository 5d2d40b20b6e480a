#include "bench/metronome.hpp"

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <system_error>

#include <sys/timerfd.h>
#include <unistd.h>

namespace sluice::bench {
namespace {

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

metronome::metronome(std::chrono::nanoseconds period)
    : timer_(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC)) {
  if (!timer_.is_open()) fail("timerfd_create");
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(period);
  const timespec between{seconds.count(), (period - seconds).count()};
  const itimerspec pace{between, between};
  if (timerfd_settime(timer_.number(), 0, &pace, nullptr) != 0) fail("timerfd_settime");
}

std::size_t metronome::wait() {
  std::uint64_t beats = 0;
  while (read(timer_.number(), &beats, sizeof beats) < 0) {
    if (errno != EINTR) fail("read a timer");
  }
  return static_cast<std::size_t>(beats);
}

}  // namespace sluice::bench
