#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "metrics/counter.hpp"

namespace sluice::metrics {

/// What one sheet, or several together, have counted. A value.
struct totals {
  struct timed {
    // By bound, each without those before it; the last is for what took longer than all bounds.
    std::array<std::uint64_t, timing_bounds.size() + 1> by_bound{};
    double seconds = 0;

    std::uint64_t count() const;
  };

  std::array<std::uint64_t, counter_count> counts{};
  std::array<timed, timing_count> times{};

  std::uint64_t operator[](counter which) const { return counts[static_cast<std::size_t>(which)]; }
  const timed& operator[](timing which) const { return times[static_cast<std::size_t>(which)]; }
};

/// Counts of one part of the worker, owned by it: parts on different threads do not share a line of
/// memory. Any thread.
class alignas(64) sheet final {
 public:
  sheet() = default;
  sheet(const sheet&) = delete;
  sheet& operator=(const sheet&) = delete;

  void add(counter which, std::uint64_t much = 1) {
    counts_[static_cast<std::size_t>(which)].fetch_add(much, std::memory_order_relaxed);
  }
  void observe(timing which, std::chrono::nanoseconds took);

  void add_to(totals& sum) const;

 private:
  using number = std::atomic<std::uint64_t>;
  struct timed {
    std::array<number, timing_bounds.size() + 1> by_bound{};
    number nanoseconds{};
  };

  std::array<number, counter_count> counts_{};
  std::array<timed, timing_count> times_{};
};

}  // namespace sluice::metrics
