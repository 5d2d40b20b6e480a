#pragma once

#include <memory>
#include <utility>

#include "base/exchanged.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "daemon/hub_parts.hpp"
#include "daemon/loop_worker.hpp"

namespace sluice::daemon {

/// The hub and its routes. Any thread.
class hub_service final {
 public:
  /// Reads the keys and opens the history. Says in the log what is unwise or missing. Fails with
  /// what the operator has to change.
  static result<std::unique_ptr<hub_service>> try_make(const config::settings& settings);
  hub_service(const hub_service&) = delete;
  hub_service& operator=(const hub_service&) = delete;

  hub::hub& source() const { return *hub_; }
  /// What a request is answered with, held by it until its end.
  std::shared_ptr<const hub_parts> parts() const { return parts_.current(); }
  /// Reads the keys and all other rules anew: for requests from now on, while streams keep what
  /// they began with. Fails as try_make does, and changes nothing then.
  result<> renew(const config::settings& settings);

  /// Mounts the routes below the base path and at the protocol's own path. Where the table has an
  /// event route already, it keeps the requests without a topic.
  void add_routes(route_table& routes, const config::settings& settings) const;

 private:
  hub_service(std::unique_ptr<hub::hub> hub, std::unique_ptr<hub::presence> presence,
              hub_parts rules);

  /// The rules with this hub.
  hub_parts join(hub_parts rules) const;
  awaitable<reply> publish(const request& what, loop_worker& on) const;
  reply preflight(const request& what) const;

  const std::unique_ptr<hub::hub> hub_;
  const std::unique_ptr<log::limiter> slow_readers_;
  const std::unique_ptr<hub::presence> presence_;  // none where who is subscribed is not told
  exchanged<hub_parts> parts_;
};

}  // namespace sluice::daemon
