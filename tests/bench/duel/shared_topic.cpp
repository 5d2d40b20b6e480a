// One topic that everybody listens to: what a stream costs to open and to hold, and what an event
// costs, alone and among many.
#include "bench/duel/scenarios.hpp"
#include "bench/duel/stage.hpp"

namespace sluice::bench {
namespace {

duel_plan step_of(const duel_plan& whole) {
  duel_plan plan = whole;
  plan.paced_time = whole.step_time;
  return plan;
}

}  // namespace

void run_shared_topic(const run_order& what, std::vector<finding>& into) {
  stage here(what, what.plan.streams);
  const auto begin = [&](const char* scenario) -> finding& {
    return into.emplace_back(finding{scenario, "", what.subject});
  };
  if (what.plan.wants("connect")) here.find_connect(begin("connect"));
  if (what.plan.wants("idle")) here.find_memory(begin("idle"));
  if (what.plan.wants("paced")) here.find_paced(begin("paced"));
  if (what.plan.wants("burst")) here.find_bursts(burst_updates, what.plan.bursts, begin("burst"));
  if (what.plan.wants("used")) here.find_memory(begin("used"));
  if (!into.empty()) here.find_faults(into.back());
}

void run_flood(const run_order& what, std::vector<finding>& into) {
  stage here(what, what.plan.flood_streams);
  here.find_bursts(flood_updates, 1, into.emplace_back(finding{"flood", "", what.subject}));
  here.find_faults(into.back());
}

void run_sizes(const run_order& what, std::vector<finding>& into) {
  constexpr std::size_t fewest = 100;
  const duel_plan plan = step_of(what.plan);
  for (const std::size_t streams : {fewest, 3 * fewest, 10 * fewest, 30 * fewest, 90 * fewest}) {
    into.push_back({"size", std::to_string(streams) + " subscribers", what.subject});
    stage here({plan, what.subject, what.tell}, streams);
    here.find_paced(into.back());
    here.find_faults(into.back());
    add_marginal_figures(into.front(), fewest, streams, into.back());
  }
}

void run_loops(const run_order& what, std::vector<finding>& into) {
  for (const std::size_t loops : {1, 2, 4}) {
    const std::string variant = std::to_string(loops) + (loops == 1 ? " loop" : " loops");
    duel_plan plan = step_of(what.plan);
    plan.subjects.loops = loops;
    const run_order order{plan, what.subject, what.tell};
    stage here(order, plan.streams);
    here.find_paced(into.emplace_back(finding{"loops", variant + ", paced", what.subject}));
    here.find_bursts(burst_updates, plan.bursts,
                     into.emplace_back(finding{"loops", variant + ", bursts of 50", what.subject}));
    here.find_faults(into.back());
  }
}

}  // namespace sluice::bench
