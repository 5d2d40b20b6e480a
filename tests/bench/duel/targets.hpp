#pragma once

#include <vector>

#include "bench/duel/comparison.hpp"

namespace sluice::bench {

/// What sluice is to reach against its peers and against the least that is possible.
const std::vector<target>& all_targets();

}  // namespace sluice::bench
