#include "bench/duel/programme.hpp"

#include <algorithm>
#include <exception>
#include <iterator>

#include "bench/duel/scenarios.hpp"
#include "bench/peers/subject.hpp"

namespace sluice::bench {
namespace {

struct scenario {
  const char* name;
  const char* what;
};

// Those that share their streams, and whom they are for; all when there are none.
struct act {
  std::vector<scenario> scenarios;
  std::vector<std::string> subjects;
  void (*run)(const run_order&, std::vector<finding>&);
};

const std::vector<act>& all_acts() {
  static const std::vector<act> acts{
      {{{"connect", "processor time to open a stream"},
        {"idle", "memory of an open stream"},
        {"paced", "one topic, some updates a second"},
        {"burst", "one topic, 50 updates at once"}},
       {},
       run_shared_topic},
      // Pushpin drops what is beyond 100 events for a stream, so it has no part in this one.
      {{{"flood", "one topic, 1,000 updates at once"}},
       {"sluice", "sluice-direct", "bare", "bare-direct", "together", "together-direct", "nchan",
        "node"},
       run_flood},
      {{{"size", "paced, with 100 to 9,000 subscribers"}},
       {"sluice", "sluice-direct", "bare-direct", "nchan"},
       run_sizes},
      {{{"loops", "paced and bursts, with 1, 2 and 4 event loops"}},
       {"sluice", "sluice-direct"},
       run_loops},
      {{{"topics", "the subscribers on 1 to 10,000 topics"}}, {"sluice-direct"}, run_topics},
      {{{"templates", "one template for all, and one for each"}}, {"sluice-direct"}, run_templates},
      {{{"private", "1,000 private topics, each for one"}}, {"sluice-direct"}, run_private},
      {{{"slow", "one reader in twenty does not read"}}, {"sluice", "sluice-direct"}, run_slow},
      {{{"storm", "the worker dies, and all come back for what they missed"}},
       {"sluice", "sluice-direct"},
       run_storm},
  };
  return acts;
}

bool is_wanted(const act& what, const duel_plan& plan) {
  return std::any_of(what.scenarios.begin(), what.scenarios.end(),
                     [&](const scenario& each) { return plan.wants(each.name); });
}

bool is_chosen(const std::vector<std::string>& from, const std::string& name) {
  return from.empty() || std::find(from.begin(), from.end(), name) != from.end();
}

void run_act(const act& what, const run_order& order, std::vector<finding>& into) {
  std::vector<finding> found;
  try {
    what.run(order, found);
  } catch (const std::exception& error) {
    if (found.empty()) found.push_back({what.scenarios.front().name, "", order.subject});
    found.back().failures.emplace_back(error.what());
  }
  std::move(found.begin(), found.end(), std::back_inserter(into));
}

}  // namespace

std::string scenario_list() {
  std::string text;
  for (const act& each : all_acts()) {
    for (const scenario& one : each.scenarios) {
      const std::string name = one.name;
      text += "  " + name + std::string(12 - name.size(), ' ') + one.what + "\n";
    }
  }
  return text;
}

bool is_scenario(const std::string& name) {
  for (const act& each : all_acts()) {
    for (const scenario& one : each.scenarios) {
      if (name == one.name) return true;
    }
  }
  return false;
}

lists run_programme(const duel_plan& plan, progress& tell,
                    const std::function<void(const lists&)>& look) {
  lists rounds(plan.rounds);
  for (const act& each : all_acts()) {
    if (!is_wanted(each, plan)) continue;
    for (std::vector<finding>& round : rounds) {
      for (const std::string& name : subject_names()) {
        if (!is_chosen(plan.chosen, name) || !is_chosen(each.subjects, name)) continue;
        run_act(each, {plan, name, tell}, round);
      }
    }
    look(rounds);
  }
  return rounds;
}

}  // namespace sluice::bench
