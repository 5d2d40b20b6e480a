#include "daemon/attendance.hpp"

#include <utility>

#include "base/log.hpp"
#include "mercure/name.hpp"

namespace sluice::daemon {

attendance::attendance(hub::hub& hub, hub::presence& present, std::vector<std::string> selectors,
                       const std::optional<std::string>& payload)
    : hub_(hub),
      present_(present),
      selectors_(std::move(selectors)),
      payload_(payload ? std::make_shared<const std::string>(*payload) : nullptr),
      subscriber_(hub_.new_id()) {
  present_.enter(subscriber_, selectors_, payload_);
  announce(mercure::subscription_state::active);
}

attendance::~attendance() {
  present_.leave(subscriber_, selectors_);
  announce(mercure::subscription_state::ended);
}

void attendance::announce(mercure::subscription_state state) const {
  for (const std::string& each : selectors_) {
    mercure::subscription of{each, subscriber_, state, {}};
    if (payload_) of.payload = *payload_;
    hub_.publish(mercure::subscription_update(mercure::default_hub_path, of),
                 [](const result<std::string>& held) {
                   if (!held) log::debug("a subscriber is not told of: {}", held.error().message());
                 });
  }
}

}  // namespace sluice::daemon
