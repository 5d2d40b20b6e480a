#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "auth/claims.hpp"
#include "auth/key.hpp"
#include "auth/presented.hpp"
#include "auth/publish_origins.hpp"
#include "auth/refusal.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "daemon/loop_worker.hpp"
#include "http/cross_origin.hpp"
#include "hub/hub.hpp"
#include "mercure/publish_request.hpp"
#include "mercure/subscribe_request.hpp"

namespace sluice::daemon {

/// The hub's two routes: who may, what they ask, what they get. Fixed once made; any thread.
class hub_service final {
 public:
  /// Reads the keys and opens the history. Says in the log what is unwise or missing. Fails with
  /// what the operator has to change.
  static result<std::unique_ptr<hub_service>> try_make(const config::settings& settings);
  hub_service(const hub_service&) = delete;
  hub_service& operator=(const hub_service&) = delete;

  hub::hub& source() { return *hub_; }
  /// Mounts publish and subscribe below the base path and at the protocol's own path.
  void add_routes(route_table& routes, const config::settings& settings);

  awaitable<reply> publish(const request& what, loop_worker& on);
  awaitable<> subscribe(const request& what, session::session& out, loop_worker& on);

 private:
  struct parts;
  explicit hub_service(parts made);

  reply judge_and_read(const request& what, std::optional<update>& read) const;
  auth::outcome<std::optional<auth::claims>> subscriber_claims(const request& what) const;
  void follow_from(const request& what, const mercure::subscribe_request& asked,
                   const hub::interest& wanted, const std::vector<hub::selector>& grants,
                   session::session& out, std::uint64_t& position);

  std::vector<auth::key> publisher_keys_;
  std::vector<auth::key> subscriber_keys_;
  bool is_anonymous_allowed_;
  auth::token_places places_;
  auth::publish_origins publish_origins_;
  http::cross_origin cross_origin_;
  mercure::publish_limits publish_limits_;
  mercure::subscribe_limits subscribe_limits_;
  std::unique_ptr<hub::hub> hub_;
};

}  // namespace sluice::daemon
