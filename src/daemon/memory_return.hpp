#pragma once

#include <cstddef>

#include "base/budget.hpp"
#include "loop/event_loop.hpp"

namespace sluice::daemon {

/// Gives memory back to the system after a crowd has left. The allocator keeps what streams freed,
/// and only trims the top of its heaps by itself. On the main loop.
class memory_return final : private loop::deadline_handler {
 public:
  memory_return(loop::event_loop& loop, const budget& connections);

 private:
  void on_deadline(time_point now) override;

  loop::event_loop& loop_;
  const budget& connections_;
  loop::deadline check_;
  std::size_t most_since_ = 0;
};

}  // namespace sluice::daemon
