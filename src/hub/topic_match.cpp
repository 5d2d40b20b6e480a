#include "hub/topic_match.hpp"

#include <algorithm>

namespace sluice::hub {

bool is_matched(std::string_view topic, const std::vector<selector>& by) {
  return std::any_of(by.begin(), by.end(),
                     [&](const selector& each) { return each.matches(topic); });
}

bool is_any_matched(const std::vector<std::string>& topics, const std::vector<selector>& by) {
  return std::any_of(topics.begin(), topics.end(),
                     [&](const std::string& topic) { return is_matched(topic, by); });
}

bool is_granted(const update& what, const std::vector<selector>& granted) {
  return what.to() == sluice::audience::everyone || is_any_matched(what.topics(), granted);
}

bool reaches(const update& what, const std::vector<selector>& subscribed,
             const std::vector<selector>& granted) {
  return is_any_matched(what.topics(), subscribed) && is_granted(what, granted);
}

bool may_publish(const std::vector<std::string>& topics, const std::vector<selector>& granted) {
  const auto is_granted = [&](const std::string& topic) { return is_matched(topic, granted); };
  return !topics.empty() && std::all_of(topics.begin(), topics.end(), is_granted);
}

}  // namespace sluice::hub
