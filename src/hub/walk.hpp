#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.hpp"
#include "hub/audience.hpp"
#include "hub/subscription.hpp"

namespace sluice::hub {

/// The walk over the members of all audiences that have something to hand out. By the time it comes
/// to a member, thousands of others have taken its place in the cache: what the next ones need is
/// fetched while the kernel is busy with this one, and across the borders of audiences, since one
/// may have a single member. Loop's thread.
class walk final {
 public:
  /// `head` is the position before the first that was collected; what is handed out is at `now`.
  walk(std::uint64_t head, time_point now) : head_(head), now_(now) {}

  /// `whom` gets what its audience has collected, after those added before.
  void add(subscription& whom, const audience& of);
  /// Returns when all have got it, with what they took.
  intake finish();

 private:
  struct visit {
    subscription* whom;
    const audience* of;
  };

  void visit_all();

  const std::uint64_t head_;
  const time_point now_;
  std::array<visit, 256> visits_;
  std::size_t added_ = 0;
  intake taken_;
};

}  // namespace sluice::hub
