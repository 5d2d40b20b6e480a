#pragma once

#include <chrono>

#include "base/clock.hpp"
#include "config/settings.hpp"
#include "daemon/hub_service.hpp"
#include "daemon/loop_worker.hpp"
#include "daemon/overview.hpp"

namespace sluice::daemon {

/// What operators ask: metrics and the status stream. Any thread.
class status_service final {
 public:
  explicit status_service(const hub_service& of)
      : hub_(of), start_(clock::now()), begun_(std::chrono::system_clock::now()) {}
  status_service(const status_service&) = delete;
  status_service& operator=(const status_service&) = delete;

  /// Mounts metrics and status/events below the base path.
  void add_routes(route_table& routes, const config::settings& settings) const;
  /// Where to look. Before the loops run.
  void attach(const overview_source& from) { from_ = &from; }

 private:
  awaitable<reply> metrics(const request& what, loop_worker& on) const;
  std::unique_ptr<open_stream> follow(const request& what, session::session& out,
                                      loop_worker& on) const;

  const hub_service& hub_;
  const time_point start_;
  const std::chrono::system_clock::time_point begun_;
  const overview_source* from_ = nullptr;
};

}  // namespace sluice::daemon
