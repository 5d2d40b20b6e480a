#pragma once

#include <chrono>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"

namespace sluice::bench {

/// Beats at a pace that does not drift (timerfd). One thread.
class metronome final {
 public:
  /// The first beat is one `period` from now. Throws std::system_error.
  explicit metronome(std::chrono::nanoseconds period);

  /// Waits for the next beat. Returns how many have passed since the last wait: more than one when
  /// the caller was late.
  std::size_t wait();

 private:
  test::descriptor timer_;
};

}  // namespace sluice::bench
