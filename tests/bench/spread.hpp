// What many measured values say. Pure.
#pragma once

#include <vector>

namespace sluice::bench {

/// The least value that the share `at` (0 to 1) of them does not exceed (nearest rank); 0 when
/// there are none.
double quantile(std::vector<double> values, double at);

/// The one in the middle, or half way between the two that are; 0 when there are none.
double median(std::vector<double> values);

}  // namespace sluice::bench
