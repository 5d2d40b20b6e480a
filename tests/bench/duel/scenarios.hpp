// What is measured. Each starts its subject, and ends it.
#pragma once

#include <string>
#include <vector>

#include "bench/duel/finding.hpp"
#include "bench/duel/plan.hpp"

namespace sluice::bench {

/// One topic and many streams: `connect`, `idle`, `paced` and `burst`, of those that are wanted.
std::vector<finding> run_shared_topic(const run_order& what);
/// `flood`: a thousand updates at once.
std::vector<finding> run_flood(const run_order& what);

}  // namespace sluice::bench
