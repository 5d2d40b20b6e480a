#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <ranges>
#include <string_view>
#include <unordered_map>

#include "history/entry.hpp"
#include "history/limits.hpp"

namespace sluice::history {

/// The newest updates, in memory, found by id. Owned by the hub, which guards it with its mutex:
/// one thread at a time. The entries it gives out need no mutex.
class window final {
 public:
  explicit window(const limits& bounds) : limits_(bounds) {}
  window(const window&) = delete;
  window& operator=(const window&) = delete;

  /// Gives the update the next position and lets go of what is over the limits at `published`,
  /// which may be the update itself. Constant time for each update that comes or goes.
  shared_entry append(update what, wall_time published);

  /// Lets go of what is too old at `now`. Returns `first()`.
  std::uint64_t evict(wall_time now);

  /// The oldest position still held; when nothing is, the next one to be given.
  std::uint64_t first() const { return next_ - slots_.size(); }
  /// The position of the next update.
  std::uint64_t next() const { return next_; }
  const holding& held() const { return held_; }

  /// Of the update with this id, if it is held; of several, the earliest (draft-dunglas-mercure-08,
  /// section on reconnection), so that nothing after it is missed. Constant time.
  std::optional<std::uint64_t> position_of(std::string_view id) const;

  /// The entries from `position` on, oldest first, without those no longer held: compare with
  /// `first()` to learn of a hole. Starting costs the same wherever it starts. Valid until the next
  /// `append` or `evict`.
  auto entries_from(std::uint64_t position) const {
    const auto skipped = position <= first() ? 0 : std::min(position, next_) - first();
    return std::ranges::subrange(slots_.begin() + static_cast<std::ptrdiff_t>(skipped),
                                 slots_.end()) |
           std::views::transform(&slot::held);
  }

 private:
  struct slot {
    shared_entry held;
    std::uint64_t next_of_same_id = 0;  // 0: none
  };
  // The updates of one id, linked through their slots.
  struct chain {
    std::uint64_t earliest = 0;
    std::uint64_t latest = 0;
  };

  slot& at(std::uint64_t position) { return slots_[position - first()]; }
  void link(const entry& added);
  void unlink_oldest();
  void evict_oldest();

  limits limits_;
  holding held_;
  std::uint64_t next_ = 1;
  std::deque<slot> slots_;
  // The key is the id inside the chain's earliest entry.
  std::unordered_map<std::string_view, chain> index_;
};

}  // namespace sluice::history
