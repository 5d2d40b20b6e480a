// Whom an update reaches, and who may publish it. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/selector.hpp"
#include "sluice/update.hpp"

namespace sluice::hub {

/// True when some selector matches the topic.
bool is_matched(std::string_view topic, const std::vector<selector>& by);

/// True when some selector matches some topic.
bool is_any_matched(const std::vector<std::string>& topics, const std::vector<selector>& by);

/// True for an update to everyone and, for one to `audience::granted`, when some topic matches.
bool is_granted(const update& what, const std::vector<selector>& granted);

/// Draft-dunglas-mercure-07, "Subscribers": some topic matches a subscribed selector and, for an
/// update to `audience::granted`, some topic, maybe another, matches a granted one.
bool reaches(const update& what, const std::vector<selector>& subscribed,
             const std::vector<selector>& granted);

/// Draft-dunglas-mercure-07, "Publishers": every topic matches a granted selector. False without
/// topics: then nothing says what was granted.
bool may_publish(const std::vector<std::string>& topics, const std::vector<selector>& granted);

}  // namespace sluice::hub
