#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "base/budget.hpp"
#include "daemon/census.hpp"
#include "daemon/stream_limits.hpp"
#include "metrics/sheet.hpp"

namespace sluice::daemon {

class loop_worker;

/// The worker at one moment. A value.
struct overview {
  census streams;
  metrics::totals counted;
  std::size_t connections = 0;
  std::size_t connections_limit = 0;
  /// What streams-limit says, or as many as there may be connections.
  std::size_t streams_limit = 0;
  bool is_draining = false;
};

/// Looks at all loops. Any thread.
class overview_source final {
 public:
  overview_source(const std::vector<std::unique_ptr<loop_worker>>& loops, const budget& connections,
                  const stream_limits& streams, const std::atomic<bool>& is_draining)
      : loops_(loops), connections_(connections), streams_(streams), is_draining_(is_draining) {}
  overview_source(const overview_source&) = delete;
  overview_source& operator=(const overview_source&) = delete;

  /// `done` gets what was found when every loop has been asked, on one loop's thread; never when a
  /// loop has ended meanwhile.
  void look(std::function<void(overview)> done) const;

 private:
  const std::vector<std::unique_ptr<loop_worker>>& loops_;
  const budget& connections_;
  const stream_limits& streams_;
  const std::atomic<bool>& is_draining_;
};

}  // namespace sluice::daemon
