// What many measured values say. Pure.
#pragma once

#include <vector>

namespace sluice::bench {

/// The value below which the share `at` (0 to 1) of them lies; 0 when there are none.
double quantile(std::vector<double> values, double at);

inline double median(std::vector<double> values) {
  return quantile(std::move(values), 0.5);
}

}  // namespace sluice::bench
