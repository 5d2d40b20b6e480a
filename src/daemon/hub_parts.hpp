#pragma once

#include "base/log.hpp"
#include "daemon/access.hpp"
#include "http/cross_origin.hpp"
#include "hub/hub.hpp"
#include "hub/presence.hpp"
#include "mercure/publish_request.hpp"
#include "mercure/subscribe_request.hpp"

namespace sluice::daemon {

/// What the hub's routes work with: rules, which a reload makes anew, and what outlives them all. A
/// request is judged by one set of rules from its beginning to its end.
struct hub_parts {
  daemon::access access;
  http::cross_origin cross_origin;
  mercure::publish_limits publish_limits;
  mercure::subscribe_limits subscribe_limits;
  hub::hub* hub;
  /// For lines about readers that fell behind.
  log::limiter* slow_readers;
  /// Null where who is subscribed is not told.
  hub::presence* presence;
};

}  // namespace sluice::daemon
