#include "session/schedule.hpp"

#include <algorithm>

namespace sluice::session {
namespace {

// Heartbeats spread over ± 10 % of the interval, so that 2,000 streams do not beat in one tick.
constexpr double heartbeat_jitter = 0.1;
// Planned ends spread over the last fifth of the age.
constexpr double shortest_age = 0.8;

clock::duration scaled(clock::duration whole, double lowest, double highest, std::mt19937& random) {
  std::uniform_real_distribution<double> factor(lowest, highest);
  return std::chrono::duration_cast<clock::duration>(whole * factor(random));
}

}  // namespace

schedule::schedule(const schedule_settings& settings, time_point start, std::mt19937& random)
    : last_write_(start),
      end_(settings.max_age == clock::duration::zero()
               ? time_point::max()
               : start + scaled(settings.max_age, shortest_age, 1, random)) {
  beat_every(scaled(settings.heartbeat, 1 - heartbeat_jitter, 1 + heartbeat_jitter, random));
}

void schedule::end_at(time_point when, action why) {
  if (when >= end_) return;
  end_ = when;
  why_end_ = why;
}

schedule::action schedule::due(time_point now) const {
  if (now >= end_) return why_end_;
  if (heartbeat_ != short_milliseconds::zero() && now >= last_write_ + heartbeat_) {
    return action::heartbeat;
  }
  return action::nothing;
}

time_point schedule::next() const {
  if (heartbeat_ == short_milliseconds::zero()) return end_;
  return std::min(end_, last_write_ + heartbeat_);
}

}  // namespace sluice::session
