#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "loop/event_loop.hpp"
#include "sources/publisher.hpp"

namespace sluice::sources {

/// An outcome and the line that asked for it.
struct addressed_outcome {
  std::uint64_t connection;
  std::uint64_t line;
  outcome what;
};

/// Brings outcomes from any thread to one loop: those that come together, such as of one commit,
/// are told in one turn. Shared between the owner and what a publisher has not completed yet.
class outcome_box final {
 public:
  /// Runs on the loop's thread when the box is not empty.
  outcome_box(loop::event_loop& loop, std::function<void()> on_filled)
      : loop_(&loop), on_filled_(std::move(on_filled)) {}
  outcome_box(const outcome_box&) = delete;
  outcome_box& operator=(const outcome_box&) = delete;

  /// Any thread; must not throw.
  void put(addressed_outcome next);
  /// In the order of `put`. Loop's thread.
  std::vector<addressed_outcome> take_all();
  /// From now on what is put is dropped, and the loop is left alone. Waits for a `put` that runs.
  void close();

 private:
  std::mutex mutex_;
  loop::event_loop* loop_;  // null when closed
  std::function<void()> on_filled_;
  std::vector<addressed_outcome> waiting_;
};

}  // namespace sluice::sources
