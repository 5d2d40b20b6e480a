#pragma once

#include <atomic>

#include "history/log.hpp"

namespace sluice::history {

/// Keeps nothing: history is the window alone and ends with the process. Completes at once, on the
/// caller's thread. Any thread.
class memory_log final : public log {
 public:
  result<> load(const limits& bounds, wall_time now, const replay_sink& sink) override;
  void append(update what, wall_time published, completion on_done) override;
  void close() override;

 private:
  std::atomic<bool> is_closed_ = false;
};

}  // namespace sluice::history
