#include "hub/presence.hpp"

namespace sluice::hub {

void presence::enter(const std::string& subscriber, const std::vector<std::string>& selectors,
                     const shared_payload& payload) {
  const std::lock_guard lock(mutex_);
  for (const std::string& each : selectors) by_selector_[each].emplace(subscriber, payload);
}

void presence::leave(const std::string& subscriber, const std::vector<std::string>& selectors) {
  const std::lock_guard lock(mutex_);
  for (const std::string& each : selectors) {
    const auto found = by_selector_.find(each);
    if (found == by_selector_.end()) continue;
    found->second.erase(subscriber);
    if (found->second.empty()) by_selector_.erase(found);
  }
}

std::vector<attendance> presence::list(const std::optional<std::string>& selector,
                                       const std::optional<std::string>& subscriber) const {
  std::vector<attendance> found;
  const std::lock_guard lock(mutex_);
  auto at = selector ? by_selector_.find(*selector) : by_selector_.begin();
  for (; at != by_selector_.end(); ++at) {
    for (const auto& [who, payload] : at->second) {
      if (!subscriber || who == *subscriber) found.push_back({at->first, who, payload});
    }
    if (selector) break;
  }
  return found;
}

}  // namespace sluice::hub
