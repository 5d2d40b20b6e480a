#include "metrics/sheet.hpp"

#include <algorithm>
#include <numeric>

namespace sluice::metrics {

std::uint64_t totals::timed::count() const {
  return std::accumulate(by_bound.begin(), by_bound.end(), std::uint64_t{0});
}

void sheet::observe(timing which, std::chrono::nanoseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  const auto bound = std::lower_bound(timing_bounds.begin(), timing_bounds.end(), seconds);
  timed& of = times_[static_cast<std::size_t>(which)];
  of.by_bound[static_cast<std::size_t>(bound - timing_bounds.begin())].fetch_add(
      1, std::memory_order_relaxed);
  of.nanoseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)),
                           std::memory_order_relaxed);
}

void sheet::add_to(totals& sum) const {
  for (std::size_t i = 0; i < counter_count; ++i) {
    sum.counts[i] += counts_[i].load(std::memory_order_relaxed);
  }
  for (std::size_t i = 0; i < timing_count; ++i) {
    for (std::size_t bound = 0; bound < times_[i].by_bound.size(); ++bound) {
      sum.times[i].by_bound[bound] += times_[i].by_bound[bound].load(std::memory_order_relaxed);
    }
    constexpr double second = 1e9;
    sum.times[i].seconds +=
        static_cast<double>(times_[i].nanoseconds.load(std::memory_order_relaxed)) / second;
  }
}

}  // namespace sluice::metrics
