#include "hub/audience.hpp"

namespace sluice::hub {

bool audience::collect(const delivery& next) {
  const std::uint64_t position = next.entry->position();
  if (!positions_.empty() && positions_.back() == position) return false;
  if (!wanted_.includes(next.entry->what())) return false;
  frames_.push_back(next.bytes);
  positions_.push_back(position);
  bytes_ += next.bytes->size();
  return true;
}

void audience::hand_out(std::uint64_t head) {
  for (auto at = members_.begin(); at != members_.end();) {
    subscription& member = *at++;  // a member's stream may end while it takes
    member.take(frames_, positions_, bytes_, head);
  }
  frames_.clear();
  positions_.clear();
  bytes_ = 0;
}

void audience::end() {
  for (subscription& each : members_) each.end();
}

}  // namespace sluice::hub
