#include "base/held_signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace sluice {
namespace {

sigset_t set_of(std::initializer_list<int> numbers) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int each : numbers) ::sigaddset(&set, each);
  return set;
}

descriptor hold_back(const sigset_t& held, sigset_t& before) {
  ::pthread_sigmask(SIG_BLOCK, &held, &before);
  return {::signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd"};
}

}  // namespace

held_signals::held_signals(std::initializer_list<int> numbers)
    : descriptor_(hold_back(set_of(numbers), before_)) {}

held_signals::~held_signals() {
  while (take() != 0) {
  }
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

int held_signals::take() {
  signalfd_siginfo taken;
  if (::read(descriptor_.number(), &taken, sizeof taken) != sizeof taken) return 0;
  return static_cast<int>(taken.ssi_signo);
}

}  // namespace sluice
