// How much history is held. The window and every log keep to the same rule, `must_leave`, so that a
// restart brings back what was held before it.
#pragma once

#include <chrono>
#include <cstddef>

#include "history/entry.hpp"

namespace sluice::history {

/// What is held: a count, and the sum of the costs. A value.
struct holding {
  std::size_t updates = 0;
  std::size_t bytes = 0;

  friend bool operator==(const holding&, const holding&) = default;
};

/// Each bounds by itself and none has a special value: a limit of zero holds nothing. A value.
struct limits {
  // A busy hub of ten updates a second is followed across a quarter of an hour of absence.
  std::size_t max_updates = 10'000;
  // Of `cost_bytes`. What a small machine can spare; 6 KiB an update when the count is reached.
  std::size_t max_bytes = 64 * 1024 * 1024;
  // A page that was left open overnight catches up; nothing private is kept for longer.
  std::chrono::milliseconds max_age = std::chrono::hours(24);
};

/// True when the oldest update of `held`, published at `oldest`, is over one of the limits. Updates
/// leave only from the oldest on, so that what is held has no hole: one that is larger than the
/// limit in bytes takes all before it along.
bool must_leave(const limits& bounds, const holding& held, wall_time oldest, wall_time now);

}  // namespace sluice::history
