#pragma once

#include <memory>
#include <utility>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "daemon/hub_parts.hpp"
#include "daemon/loop_worker.hpp"

namespace sluice::daemon {

/// The hub and its routes. Fixed once made; any thread.
class hub_service final {
 public:
  /// Reads the keys and opens the history. Says in the log what is unwise or missing. Fails with
  /// what the operator has to change.
  static result<std::unique_ptr<hub_service>> try_make(const config::settings& settings);
  hub_service(const hub_service&) = delete;
  hub_service& operator=(const hub_service&) = delete;

  hub::hub& source() { return *parts_.hub; }
  const hub_parts& parts() const { return parts_; }

  /// Mounts the routes below the base path and at the protocol's own path. Where the table has an
  /// event route already, it keeps the requests without a topic.
  void add_routes(route_table& routes, const config::settings& settings) const;

 private:
  explicit hub_service(hub_parts made) : parts_(std::move(made)) {}

  awaitable<reply> publish(const request& what, loop_worker& on) const;
  reply preflight(const request& what) const;

  const hub_parts parts_;
};

}  // namespace sluice::daemon
