#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
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
#include "mercure/cursor.hpp"
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

  hub::hub& source() { return *parts_.hub; }
  /// Mounts publish and subscribe below the base path and at the protocol's own path.
  void add_routes(route_table& routes, const config::settings& settings);

  awaitable<reply> publish(const request& what, loop_worker& on) const;
  awaitable<> subscribe(const request& what, session::session& out, loop_worker& on) const;

 private:
  struct parts {
    std::vector<auth::key> publisher_keys;
    std::vector<auth::key> subscriber_keys;
    bool is_anonymous_allowed = false;
    auth::token_places places;
    std::chrono::seconds clock_leeway{};
    auth::publish_origins publish_origins;
    http::cross_origin cross_origin{http::origin_list()};
    mercure::publish_limits publish_limits;
    mercure::subscribe_limits subscribe_limits;
    std::unique_ptr<hub::hub> hub;
  };
  explicit hub_service(parts made) : parts_(std::move(made)) {}

  reply judge_and_read(const request& what, std::optional<update>& read) const;
  auth::outcome<std::optional<auth::claims>> subscriber_claims(const request& what) const;
  auth::outcome<auth::claims> verify(const auth::presented& found,
                                     const std::vector<auth::key>& keys) const;
  /// Sends the head, and what a client must know before the first update. Returns the position
  /// after which it gets everything.
  std::uint64_t open(session::session& out, const request& what, const mercure::cursor& from,
                     const std::vector<hub::selector>& grants) const;

  const parts parts_;
};

}  // namespace sluice::daemon
