#include "daemon/terminal.hpp"

#include <cerrno>
#include <csignal>

#include <fcntl.h>

#include "base/descriptor.hpp"

namespace sluice::daemon {
namespace {

// Fails with ENXIO when the process has none, and from the moment on when it is closed: see tty(4).
// A process that has no descriptor left fails too, and has its terminal still.
bool has_terminal() {
  if (descriptor(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)).is_open()) {
    return true;
  }
  return errno == EMFILE || errno == ENFILE || errno == EINTR;
}

bool is_hangup_ignored() {
  struct sigaction now {};
  ::sigaction(SIGHUP, nullptr, &now);
  return now.sa_handler == SIG_IGN;
}

}  // namespace

terminal::terminal() : is_watched_(!is_hangup_ignored() && has_terminal()) {}

bool terminal::is_gone() const {
  return is_watched_ && !has_terminal();
}

}  // namespace sluice::daemon
