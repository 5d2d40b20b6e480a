#include "hub/ended_topics.hpp"

#include <algorithm>
#include <utility>

namespace sluice::hub {

void ended_topics::add(std::string topic) {
  remove({topic});
  const auto place = order_.insert(order_.end(), std::move(topic));
  places_.emplace(*place, place);
  if (order_.size() > most) remove({order_.front()});
}

void ended_topics::remove(const std::vector<std::string>& topics) {
  for (const std::string& each : topics) {
    const auto found = places_.find(each);
    if (found == places_.end()) continue;
    const auto place = found->second;
    places_.erase(found);
    order_.erase(place);
  }
}

bool ended_topics::has_all(const interest& wanted) const {
  if (is_empty() || !wanted.is_exact()) return false;
  return std::all_of(wanted.selectors().begin(), wanted.selectors().end(),
                     [&](const selector& each) { return places_.contains(each.text()); });
}

}  // namespace sluice::hub
