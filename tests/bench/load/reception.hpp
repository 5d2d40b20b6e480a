#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "bench/load/payload.hpp"

namespace sluice::bench {

/// A set of updates as a count and a sum of what tells one from all others, so that two sets are
/// the same only when each holds what the other holds. A value.
struct update_set {
  std::size_t count = 0;
  std::uint64_t sum = 0;

  void add(const payload& what);
  bool operator==(const update_set&) const = default;
};

/// What one subscriber had. Together with the set of what was sent to it this tells of updates that
/// were lost, that came twice, out of their publisher's order, or in another's place. A value.
class reception final {
 public:
  /// False for an update that came before, or behind a later one of its line.
  bool add(const payload& what);
  const update_set& had() const { return had_; }

 private:
  update_set had_;
  std::array<std::uint32_t, most_lines> last_numbers_{};
};

}  // namespace sluice::bench
