#include "daemon/watchdog.hpp"

namespace sluice::daemon {
namespace {

// sd_watchdog_enabled(3) advises half of the silence. A third leaves room for a busy machine.
constexpr int signs_per_silence = 3;

}  // namespace

watchdog::watchdog(const std::vector<std::unique_ptr<loop_worker>>& loops, service_manager& to)
    : loops_(loops), manager_(to), next_(*this) {
  if (!to.longest_silence()) return;
  interval_ = *to.longest_silence() / signs_per_silence;
  loops_.front()->loop().deadlines().set(next_, clock::now() + interval_);
}

void watchdog::on_deadline(time_point now) {
  if (loops_silent_ == 0) {
    manager_.alive();
    ask_loops();
  }
  loops_.front()->loop().deadlines().set(next_, now + interval_);
}

// The first loop has come round, or this would not run.
void watchdog::ask_loops() {
  loops_silent_ = loops_.size() - 1;
  for (std::size_t i = 1; i < loops_.size(); ++i) {
    loops_[i]->loop().post([this] { --loops_silent_; });
  }
}

}  // namespace sluice::daemon
