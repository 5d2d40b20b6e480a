#pragma once

#include <cstddef>
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
/// The outer list has one entry a round.
std::vector<std::vector<finding>> run_programme(const duel_plan& plan, progress& tell);

}  // namespace sluice::bench
