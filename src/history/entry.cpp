#include "history/entry.hpp"

#include <string>
#include <utility>

namespace sluice::history {
namespace {

// Counted for 64-bit libstdc++: the control block of a shared_ptr 16, the window's slot 24, a node
// of its index 48 and a bucket 8, and what malloc adds to five allocations, 16 each.
constexpr std::size_t surrounding_bytes = 16 + 24 + 48 + 8 + 5 * 16;

}  // namespace

std::size_t cost_bytes(const update& what) {
  std::size_t sum = sizeof(entry) + surrounding_bytes;
  sum += what.data().size() + what.id().size() + what.type().size();
  for (const auto& topic : what.topics()) sum += sizeof(std::string) + topic.size();
  return sum;
}

entry::entry(std::uint64_t position, update what, wall_time published)
    : position_(position),
      what_(std::move(what)),
      cost_bytes_(history::cost_bytes(what_)),
      published_(published) {}

}  // namespace sluice::history
