#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/log.hpp"
#include "config/load.hpp"
#include "config/renewal.hpp"
#include "config/settings.hpp"
#include "daemon/hub_mount.hpp"
#include "daemon/service_manager.hpp"
#include "daemon/worker.hpp"

namespace sluice::daemon {

/// Where settings are read from. A value.
struct settings_source {
  std::vector<std::string> arguments;
  config::environment variables;
};

/// The settings that a worker runs with, and their renewal while its streams live. Main thread.
class live_settings final {
 public:
  /// What takes settings over; `hub` is null for a worker without one.
  struct users {
    log::sink& lines;
    worker& running;
    hub_mount* hub;
    service_manager& manager;
  };

  live_settings(settings_source from, config::settings running, const users& with)
      : from_(std::move(from)), running_(std::move(running)), with_(with) {}
  live_settings(const live_settings&) = delete;
  live_settings& operator=(const live_settings&) = delete;

  /// Reads all again, as at the start, takes over what may change, and says in one line what
  /// changed and in another what waits for a restart. When anything is wrong, every problem is
  /// said and everything stays as it is. The log's file is opened anew in either case.
  void renew();

 private:
  void refuse(const std::vector<std::string>& problems);
  void take_over(config::renewal what, const std::string& file);

  const settings_source from_;
  config::settings running_;
  const users with_;
};

}  // namespace sluice::daemon
