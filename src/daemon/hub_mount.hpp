#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "daemon/hub_service.hpp"
#include "daemon/local_publisher.hpp"
#include "daemon/route.hpp"
#include "daemon/status_service.hpp"
#include "daemon/worker.hpp"
#include "loop/unix_listener.hpp"

namespace sluice::daemon {

/// The hub of a worker, with what is mounted on it: its routes, the operators' routes, and the
/// publisher that the control socket speaks to. Outlives the worker it is attached to.
class hub_mount final {
 public:
  /// Fails as hub_service does.
  static result<std::unique_ptr<hub_mount>> try_make(const config::settings& settings);
  hub_mount(const hub_mount&) = delete;
  hub_mount& operator=(const hub_mount&) = delete;

  /// Why the worker should get no new streams, a sentence each; empty when it is ready. Any thread.
  std::vector<std::string> reasons_not_ready() const;
  /// Before the worker is made.
  void add_routes(route_table& routes, const config::settings& settings);
  /// Joins the worker's loops to the hub, and takes updates over `controls`. Before the worker
  /// runs.
  void attach(worker& to, std::vector<loop::unix_listener> controls);
  /// As hub_service has it.
  result<> renew(const config::settings& settings);
  /// Waits until what is on its way to the disk is there. After the worker ran.
  void close() { service_->source().close(); }

 private:
  hub_mount(std::unique_ptr<hub_service> service, const config::settings& settings);

  const std::unique_ptr<hub_service> service_;
  status_service status_;
  local_publisher publisher_;
};

}  // namespace sluice::daemon
