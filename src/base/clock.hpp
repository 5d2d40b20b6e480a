// The clock that deadlines are measured by. Classes that decide take `now` as a parameter, so tests
// say what time it is.
#pragma once

#include <chrono>

namespace sluice {

using clock = std::chrono::steady_clock;
using time_point = clock::time_point;

}  // namespace sluice
