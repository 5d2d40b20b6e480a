#pragma once

#include "base/clock.hpp"
#include "base/held_signals.hpp"

namespace sluice::client {

/// Holds SIGINT and SIGTERM back and makes them readable, so that whatever waits can end as it
/// should. Made before any other thread; one at a time.
class interrupt final {
 public:
  /// Throws std::system_error.
  interrupt() : signals_({SIGINT, SIGTERM}) {}

  /// Readable once a signal has come.
  int descriptor() const { return signals_.descriptor(); }
  /// True when a signal came before `until`.
  bool wait_until(time_point until) const;

 private:
  held_signals signals_;
};

/// Milliseconds for poll(2), rounded up; 0 when `until` has come.
int poll_limit(time_point until, time_point now);

}  // namespace sluice::client
