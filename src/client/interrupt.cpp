#include "client/interrupt.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <limits>
#include <system_error>

#include <poll.h>
#include <sys/signalfd.h>

namespace sluice::client {
namespace {

int hold_back(sigset_t& before) {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGINT);
  sigaddset(&wanted, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &wanted, &before);
  const int made = ::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
  if (made < 0) throw std::system_error(errno, std::generic_category(), "signalfd");
  return made;
}

}  // namespace

interrupt::interrupt() : descriptor_(hold_back(before_)) {}

interrupt::~interrupt() {
  signalfd_siginfo taken;
  // A signal that was heard must not strike once it is no longer held back.
  while (::read(descriptor_.number(), &taken, sizeof taken) == sizeof taken) {
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

bool interrupt::wait_until(time_point until) const {
  for (;;) {
    pollfd watched{descriptor_.number(), POLLIN, 0};
    const int ready = ::poll(&watched, 1, poll_limit(until, clock::now()));
    if (ready > 0) return true;
    if (ready == 0 && clock::now() >= until) return false;
  }
}

int poll_limit(time_point until, time_point now) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - now).count();
  using number = std::chrono::milliseconds::rep;
  return static_cast<int>(std::clamp<number>(left, 0, std::numeric_limits<int>::max()));
}

}  // namespace sluice::client
