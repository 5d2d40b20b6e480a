#include "hub/audience.hpp"

namespace sluice::hub {

void audience::add(subscription& one) {
  one.place_ = static_cast<std::uint32_t>(members_.size());
  members_.push_back(&one);
}

void audience::remove(subscription& one) {
  subscription* const last = members_.back();
  members_[one.place_] = last;
  last->place_ = one.place_;
  members_.pop_back();
}

void audience::collect(const delivery& next) {
  const std::uint64_t position = next.entry->position();
  if (!positions_.empty() && positions_.back() == position) return;
  frames_.push_back(next.bytes);
  positions_.push_back(position);
  bytes_ += next.bytes->size();
}

batch audience::collected(std::uint64_t head, time_point now) const {
  return {frames_, positions_, bytes_, head, now};
}

void audience::forget_collected() {
  frames_.clear();
  positions_.clear();
  bytes_ = 0;
}

void audience::end() {
  for (subscription* const each : members_) each->end();
}

}  // namespace sluice::hub
