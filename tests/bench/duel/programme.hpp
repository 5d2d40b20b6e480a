#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bench/duel/finding.hpp"
#include "bench/duel/plan.hpp"

namespace sluice::bench {

/// What `--help` says of the scenarios, a line each.
std::string scenario_list();
bool is_scenario(const std::string& name);

/// Runs what is wanted, subject after subject in each round, so that what disturbs the machine
/// disturbs all of them. A subject that fails has a finding that says so, and the rest goes on.
/// The outer list has one entry a round. `look` sees all that was found so far, after each run.
/// Throws std::invalid_argument when there is nothing to run.
using lists = std::vector<std::vector<finding>>;
lists run_programme(const duel_plan& plan, progress& tell,
                    const std::function<void(const lists&)>& look);

}  // namespace sluice::bench
