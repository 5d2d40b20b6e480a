#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "sluice/update.hpp"

namespace sluice::history {

/// When an update was published. By the wall clock, since a log outlives the process. Only ages are
/// taken from it, never an order, so a clock that is set makes updates leave early or late.
using wall_time = std::chrono::system_clock::time_point;

/// What an update occupies in the window's memory, in bytes: its texts and what surrounds them. The
/// sum of these is what a limit in bytes bounds.
std::size_t cost_bytes(const update& what);

/// An update at its place in the one order. Immutable, so any thread may read it.
class entry final {
 public:
  entry(std::uint64_t position, update what, wall_time published);

  /// The first is 1; a window gives each number once. 0 is before all of them.
  std::uint64_t position() const { return position_; }
  const update& what() const { return what_; }
  std::size_t cost_bytes() const { return cost_bytes_; }
  wall_time published() const { return published_; }

 private:
  std::uint64_t position_;
  update what_;
  std::size_t cost_bytes_;
  wall_time published_;
};

/// Shared by the window and by whoever is still sending it after the window has let it go.
using shared_entry = std::shared_ptr<const entry>;

}  // namespace sluice::history
