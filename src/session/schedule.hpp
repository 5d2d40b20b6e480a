#pragma once

#include <chrono>
#include <cstdint>
#include <random>
#include <ratio>

#include "base/clock.hpp"

namespace sluice::session {

/// Up to 49 days in half the size: there are thousands of streams.
using short_milliseconds = std::chrono::duration<std::uint32_t, std::milli>;

struct schedule_settings {
  /// Quiet time after which a comment is sent; zero sends none.
  clock::duration heartbeat{};
  /// Longest life of a stream; zero means no limit.
  clock::duration max_age{};
};

/// When an open stream needs something without an event: a heartbeat, its planned end, its drain.
/// Decides only; time comes in as a parameter.
class schedule final {
 public:
  enum class action : std::uint8_t {
    nothing,
    heartbeat,
    end_for_age,
    end_for_drain,
    end_for_expiry
  };

  /// Each stream's own interval and age are drawn here: streams that began together do not beat,
  /// end and come back together.
  schedule(const schedule_settings& settings, time_point start, std::mt19937& random);

  /// Something was written, so the next heartbeat is an interval away.
  void wrote(time_point now) { last_write_ = now; }
  void drain_at(time_point when) { end_at(when, action::end_for_drain); }
  /// Another interval of heartbeats from now on, exactly; zero for none.
  void beat_every(clock::duration interval) {
    heartbeat_ = std::chrono::duration_cast<short_milliseconds>(interval);
  }
  /// The stream's right to be ends then.
  void expire_at(time_point when) { end_at(when, action::end_for_expiry); }

  /// What is due at `now`.
  action due(time_point now) const;
  /// When to ask again; time_point::max() when never.
  time_point next() const;

 private:
  // The earliest end rules.
  void end_at(time_point when, action why);

  time_point last_write_;
  time_point end_;
  short_milliseconds heartbeat_;
  action why_end_ = action::end_for_age;
};

}  // namespace sluice::session
