#include "loop/sleepers.hpp"

#include <utility>

namespace sluice::loop {

// A coroutine that is destroyed takes its own sleeper with it, and perhaps others.
sleepers::~sleepers() {
  while (!all_.empty()) take(*all_.begin());
}

void sleepers::add(sleeper& who, time_point when, sleeper::continuation next) {
  who.when_ = when;
  who.next_.swap(next);  // Boost 1.81 calls itself without end when one is assigned
  all_.insert(who);
}

sleeper::continuation sleepers::take(sleeper& who) {
  if (!who.is_linked()) return {};
  who.unlink();
  return std::move(who.next_);
}

sleeper::continuation sleepers::take_due(time_point now) {
  return now < next() ? sleeper::continuation() : take(*all_.begin());
}

time_point sleepers::next() const {
  return all_.empty() ? time_point::max() : all_.begin()->when_;
}

}  // namespace sluice::loop
