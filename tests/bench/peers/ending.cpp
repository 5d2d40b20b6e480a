#include "bench/peers/ending.hpp"

#include <csignal>
#include <map>

#include <poll.h>

#include "bench/load/resources.hpp"
#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/socket.hpp"

// The header of glibc 2.36 does not say that this is a C function.
extern "C" {
#include <sys/pidfd.h>
}

namespace sluice::bench {

void end_with_descendants(test::process& what) {
  std::map<pid_t, test::descriptor> below;
  for (const pid_t each : descendants_of(what.id())) {
    below.emplace(each, pidfd_open(each, 0));
  }
  what.signal(SIGTERM);
  const auto deadline = test::within();
  if (!what.wait(deadline)) what.signal(SIGKILL);
  for (const auto& [id, handle] : below) {
    if (!handle.is_open() || test::wait_ready(handle.number(), POLLIN, deadline)) continue;
    kill(id, SIGKILL);
  }
}

}  // namespace sluice::bench
