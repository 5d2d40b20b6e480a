#include "loop/wheel.hpp"

#include <algorithm>

namespace sluice::loop {

std::size_t wheel::tick_of(time_point when) const {
  const auto since_start = std::max(when - start_, clock::duration::zero());
  const auto ticks = since_start / tick + (since_start % tick != clock::duration::zero() ? 1 : 0);
  return std::max(static_cast<std::size_t>(ticks), turned_ + 1);
}

void wheel::set(deadline& what, time_point when) {
  const std::size_t due = tick_of(when);
  what.hook_.unlink();
  what.when_ = when;
  slots_[due % slot_count].push_back(what);
  next_ = std::min(next_, due);
}

void wheel::advance(time_point now) {
  const auto target = now <= start_ ? 0 : static_cast<std::size_t>((now - start_) / tick);
  if (target < next_) return;
  // After a long pause every slot is visited once, not once per missed tick.
  const std::size_t first = target - turned_ > slot_count ? target - slot_count : turned_;
  for (std::size_t at = std::max(first + 1, next_); at <= target; ++at) {
    turned_ = at;
    run_slot(slots_[at % slot_count], now);
  }
  next_ = first_filled();
}

// What was cleared meanwhile, or is due after another turn, only brings a look too many.
std::size_t wheel::first_filled() const {
  for (std::size_t at = turned_ + 1; at <= turned_ + slot_count; ++at) {
    if (!slots_[at % slot_count].empty()) return at;
  }
  return no_tick;
}

void wheel::run_slot(list& slot, time_point now) {
  // What is due moves to a list of its own first: a callback may set, clear or destroy any
  // deadline, in this slot too.
  list due;
  for (auto at = slot.begin(); at != slot.end();) {
    deadline& what = *at++;
    if (what.when_ > now) continue;
    what.hook_.unlink();
    due.push_back(what);
  }
  while (!due.empty()) {
    deadline& what = due.front();
    what.hook_.unlink();
    what.whom_.on_deadline(now);
  }
}

}  // namespace sluice::loop
