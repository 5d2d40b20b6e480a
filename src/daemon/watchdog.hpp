#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "base/clock.hpp"
#include "daemon/loop_worker.hpp"
#include "daemon/service_manager.hpp"
#include "loop/wheel.hpp"

namespace sluice::daemon {

/// Tells the service manager that the worker lives, each time when every loop has come round since
/// the last: a worker of which one loop hangs is started again. Lives on the first loop, and
/// outlives the running of all.
class watchdog final : private loop::deadline_handler {
 public:
  /// The silence is the manager's; without one nothing is ever said.
  watchdog(const std::vector<std::unique_ptr<loop_worker>>& loops, service_manager& to);
  watchdog(const watchdog&) = delete;
  watchdog& operator=(const watchdog&) = delete;

 private:
  void on_deadline(time_point now) override;
  void ask_loops();

  const std::vector<std::unique_ptr<loop_worker>>& loops_;
  service_manager& manager_;
  clock::duration interval_{};
  std::atomic<std::size_t> loops_silent_ = 0;
  loop::deadline next_;
};

}  // namespace sluice::daemon
