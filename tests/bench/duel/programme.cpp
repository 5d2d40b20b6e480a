#include "bench/duel/programme.hpp"

#include <algorithm>
#include <exception>

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
  std::vector<finding> (*run)(const run_order&);
};

const std::vector<act>& all_acts() {
  static const std::vector<act> acts{
      {{{"connect", "processor time to open a stream"},
        {"idle", "memory of an open stream"},
        {"paced", "one topic, some updates a second"},
        {"burst", "one topic, 50 updates at once"}},
       {},
       run_shared_topic},
      {{{"flood", "one topic, 1,000 updates at once"}}, {}, run_flood},
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
  try {
    for (finding& each : what.run(order)) into.push_back(std::move(each));
  } catch (const std::exception& error) {
    into.push_back({what.scenarios.front().name, "", order.subject, {}, {error.what()}});
  }
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

std::vector<std::vector<finding>> run_programme(const duel_plan& plan, progress& tell) {
  std::vector<std::vector<finding>> rounds(plan.rounds);
  for (const act& each : all_acts()) {
    if (!is_wanted(each, plan)) continue;
    for (std::vector<finding>& round : rounds) {
      for (const std::string& name : subject_names()) {
        if (!is_chosen(plan.chosen, name) || !is_chosen(each.subjects, name)) continue;
        run_act(each, {plan, name, tell}, round);
      }
    }
  }
  return rounds;
}

}  // namespace sluice::bench
