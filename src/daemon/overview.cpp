#include "daemon/overview.hpp"

#include <algorithm>
#include <mutex>
#include <utility>

#include "daemon/loop_worker.hpp"

namespace sluice::daemon {
namespace {

// Shared by the loops that are asked; the last of them tells.
struct gathering {
  std::mutex mutex;
  overview found;
  std::size_t missing = 0;
  std::function<void(overview)> done;
};

void take(gathering& into, loop_worker& from) {
  const census streams = from.take_census();
  std::unique_lock lock(into.mutex);
  into.found.streams.add(streams);
  from.add_counts_to(into.found.counted);
  if (--into.missing > 0) return;
  lock.unlock();
  into.done(std::move(into.found));
}

}  // namespace

void overview_source::look(std::function<void(overview)> done) const {
  const auto all = std::make_shared<gathering>();
  all->done = std::move(done);
  all->missing = loops_.size();
  all->found.connections = connections_.taken();
  all->found.connections_limit = connections_.limit();
  all->found.streams_limit = std::min(streams_.most(), connections_.limit());
  all->found.is_draining = is_draining_;
  for (const auto& each : loops_) {
    loop_worker* const loop = each.get();
    loop->loop().post([all, loop] { take(*all, *loop); });
  }
}

}  // namespace sluice::daemon
