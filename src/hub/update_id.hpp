#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <string>

namespace sluice::hub {

/// Makes ids for updates that come without one: `urn:uuid:` and a UUID of version 7 (RFC
/// 9562, 5.7). They order by time, also across restarts, and within a millisecond by a counter. Any
/// thread.
class update_ids final {
 public:
  update_ids();

  /// `milliseconds` of the wall clock since 1970. A clock that goes back does not: the last time is
  /// used again.
  std::string next(std::uint64_t milliseconds);

 private:
  std::mutex mutex_;
  std::mt19937_64 random_;
  std::uint64_t last_ = 0;
  std::uint32_t counter_ = 0;
};

}  // namespace sluice::hub
