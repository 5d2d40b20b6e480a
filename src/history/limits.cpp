#include "history/limits.hpp"

namespace sluice::history {

bool must_leave(const limits& bounds, const holding& held, wall_time oldest, wall_time now) {
  if (held.updates > bounds.max_updates || held.bytes > bounds.max_bytes) return true;
  // In milliseconds, as the largest of them is no number of nanoseconds.
  return std::chrono::duration_cast<std::chrono::milliseconds>(now - oldest) >= bounds.max_age;
}

}  // namespace sluice::history
