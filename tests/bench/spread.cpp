#include "bench/spread.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace sluice::bench {

double quantile(std::vector<double> values, double at) {
  if (values.empty()) return 0;
  const double rank = std::ceil(at * static_cast<double>(values.size()));
  const auto place =
      static_cast<std::size_t>(std::clamp(rank, 1.0, static_cast<double>(values.size())) - 1);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place),
                   values.end());
  return values[place];
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t upper = values.size() / 2;
  const std::size_t lower = (values.size() - 1) / 2;
  return (values[lower] + values[upper]) / 2;
}

}  // namespace sluice::bench
