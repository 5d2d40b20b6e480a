#pragma once

#include "hub/hub.hpp"
#include "loop/event_loop.hpp"

namespace sluice::daemon {

/// Lets updates go that have become too old, where nothing is published that would do it. On the
/// main loop.
class history_upkeep final : private loop::deadline_handler {
 public:
  history_upkeep(loop::event_loop& loop, hub::hub& of);

 private:
  void on_deadline(time_point now) override;

  loop::event_loop& loop_;
  hub::hub& hub_;
  loop::deadline check_;
};

}  // namespace sluice::daemon
