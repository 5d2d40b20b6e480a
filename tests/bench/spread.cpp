#include "bench/spread.hpp"

#include <algorithm>
#include <cstddef>

namespace sluice::bench {

double quantile(std::vector<double> values, double at) {
  if (values.empty()) return 0;
  const auto place = std::min(values.size() - 1,
                              static_cast<std::size_t>(at * static_cast<double>(values.size())));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(place),
                   values.end());
  return values[place];
}

}  // namespace sluice::bench
