#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/budget.hpp"
#include "base/held_signals.hpp"
#include "config/settings.hpp"
#include "daemon/history_upkeep.hpp"
#include "daemon/listeners.hpp"
#include "daemon/loop_worker.hpp"
#include "daemon/memory_return.hpp"
#include "daemon/overview.hpp"
#include "daemon/route.hpp"
#include "daemon/service_manager.hpp"
#include "daemon/stream_limits.hpp"
#include "daemon/terminal.hpp"
#include "daemon/watchdog.hpp"
#include "sources/control_socket.hpp"

namespace sluice::daemon {

/// How many event loops a worker has: as it is told, or one a processor core up to a few.
std::size_t loop_count(const config::settings& settings);

/// The whole worker: loops, their threads, signals, drain. Built and run on the main thread.
class worker final : private loop::deadline_handler {
 public:
  /// `sockets` are open already; `connections` is how many connections the process can hold.
  /// `manager` is told when the worker accepts, when it ends, and that it lives.
  worker(const config::settings& settings, const route_table& routes, listeners sockets,
         std::size_t connections, service_manager& manager);
  /// Every loop gets what `source` publishes. Before `run`.
  void join(hub::hub& source);
  const overview_source& overview() const { return overview_; }
  /// Takes lines over `listening` and gives what they say to `to`. Before `run`.
  void take_updates(loop::unix_listener listening, sources::publisher& to,
                    const sources::conversation_limits& limits);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  /// `what` is done at every SIGHUP, on the main thread, until the worker drains. Before `run`.
  /// One that comes because the worker's terminal was closed ends it instead, as SIGTERM does.
  void on_hangup(std::function<void()> what) { on_hangup_ = std::move(what); }
  /// Takes over what may change while streams live. Main thread, not while it drains.
  void renew(const config::settings& settings);
  /// A line about what it does, for people.
  std::string status() const;

  /// Serves until SIGTERM or SIGINT, then drains: no new connections, each stream ended at an event
  /// border, all within the drain time. A second signal ends at once. Returns when all is closed.
  ///
  /// `signals` holds SIGTERM, SIGINT and SIGHUP since before the sockets were opened: one that came
  /// meanwhile is acted on now, and the sockets' files are removed.
  void run(held_signals& signals);

 private:
  void start_threads();
  void open_sockets();
  void on_signal(int number);
  void drain();
  void on_loop_drained();
  void on_deadline(time_point now) override;
  void stop();

  config::settings settings_;
  service_manager& manager_;
  listeners sockets_;
  budget connections_;
  stream_limits streams_;
  fcgi::fault_lines lines_;
  const terminal terminal_;
  std::atomic<bool> is_draining_ = false;
  std::vector<std::unique_ptr<loop_worker>> loops_;
  std::vector<std::thread> threads_;
  overview_source overview_;
  std::unique_ptr<memory_return> memory_;
  std::unique_ptr<history_upkeep> upkeep_;  // none without a hub
  std::vector<std::unique_ptr<sources::control_socket>> controls_;
  std::unique_ptr<watchdog> watchdog_;
  std::function<void()> on_hangup_ = [] {};
  loop::deadline drain_check_;
  time_point drain_end_ = time_point::max();
  std::size_t loops_draining_ = 0;
};

}  // namespace sluice::daemon
