#include "hub/audience.hpp"

namespace sluice::hub {

void audience::add(subscription& one) {
  one.place_ = members_.size();
  members_.push_back(&one);
}

void audience::remove(subscription& one) {
  subscription* const last = members_.back();
  members_[one.place_] = last;
  last->place_ = one.place_;
  members_.pop_back();
}

bool audience::collect(const delivery& next) {
  const std::uint64_t position = next.entry->position();
  if (!positions_.empty() && positions_.back() == position) return false;
  if (!wanted_.includes(next.entry->what())) return false;
  frames_.push_back(next.bytes);
  positions_.push_back(position);
  bytes_ += next.bytes->size();
  return true;
}

// Thousands of members have left the cache since the last walk: what the next ones need is fetched
// while the kernel is busy with this one.
intake audience::hand_out(std::uint64_t head, time_point now) {
  const batch next{frames_, positions_, bytes_, head, now};
  intake taken;
  const std::size_t count = members_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (i + 3 < count) __builtin_prefetch(members_[i + 3]);
    if (i + 2 < count) members_[i + 2]->prepare(reader::turn::after_next);
    if (i + 1 < count) members_[i + 1]->prepare(reader::turn::next);
    taken += members_[i]->take(next);
  }
  frames_.clear();
  positions_.clear();
  bytes_ = 0;
  return taken;
}

void audience::end() {
  for (subscription* const each : members_) each->end();
}

}  // namespace sluice::hub
