#include "client/interrupt.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include <poll.h>

namespace sluice::client {

bool interrupt::wait_until(time_point until) const {
  for (;;) {
    pollfd watched{descriptor(), POLLIN, 0};
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
