#pragma once

#include <memory>

#include "base/log.hpp"
#include "daemon/access.hpp"
#include "http/cross_origin.hpp"
#include "hub/hub.hpp"
#include "hub/presence.hpp"
#include "mercure/publish_request.hpp"
#include "mercure/subscribe_request.hpp"

namespace sluice::daemon {

/// What the hub's routes work with. Fixed before the loops run, but for what guards itself.
struct hub_parts {
  daemon::access access;
  http::cross_origin cross_origin;
  mercure::publish_limits publish_limits;
  mercure::subscribe_limits subscribe_limits;
  std::unique_ptr<hub::hub> hub;
  /// For lines about readers that fell behind.
  std::unique_ptr<log::limiter> slow_readers;
  /// None where who is subscribed is not told.
  std::unique_ptr<hub::presence> presence;
};

}  // namespace sluice::daemon
