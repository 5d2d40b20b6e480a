#include "history/window.hpp"

#include <memory>
#include <utility>

namespace sluice::history {

shared_entry window::append(update what, wall_time published) {
  auto added = std::make_shared<const entry>(next_, std::move(what), published);
  slots_.push_back(slot{added});
  ++next_;
  held_.updates += 1;
  held_.bytes += added->cost_bytes();
  link(*added);
  evict(published);
  return added;
}

std::uint64_t window::evict(wall_time now) {
  while (!slots_.empty() && must_leave(limits_, held_, slots_.front().held->published(), now)) {
    evict_oldest();
  }
  return first();
}

std::optional<std::uint64_t> window::position_of(std::string_view id) const {
  const auto found = index_.find(id);
  if (found == index_.end()) return std::nullopt;
  return found->second.earliest;
}

void window::link(const entry& added) {
  const chain alone{added.position(), added.position()};
  const auto [place, is_first] = index_.try_emplace(added.what().id(), alone);
  if (is_first) return;
  at(place->second.latest).next_of_same_id = added.position();
  place->second.latest = added.position();
}

void window::unlink_oldest() {
  const slot& oldest = slots_.front();
  const auto place = index_.find(oldest.held->what().id());
  if (oldest.next_of_same_id == 0) {
    index_.erase(place);
    return;
  }
  // The key lies in the entry that leaves, so the chain moves to its next entry's.
  auto node = index_.extract(place);
  node.key() = at(oldest.next_of_same_id).held->what().id();
  node.mapped().earliest = oldest.next_of_same_id;
  index_.insert(std::move(node));
}

void window::evict_oldest() {
  unlink_oldest();
  held_.updates -= 1;
  held_.bytes -= slots_.front().held->cost_bytes();
  slots_.pop_front();
}

}  // namespace sluice::history
