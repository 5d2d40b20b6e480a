#include "bench/duel/programme.hpp"

#include <algorithm>
#include <exception>
#include <iterator>
#include <stdexcept>

#include "bench/duel/scenarios.hpp"
#include "bench/duel/timetable.hpp"
#include "bench/interruption.hpp"
#include "bench/peers/subject.hpp"
#include "support/deadline.hpp"

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
  double seconds;  // that one run takes, beside those of the other acts
};

struct planned_run {
  const act& what;
  std::size_t round;
  std::string subject;
  nginx_settings settings;
};

const std::vector<act>& all_acts() {
  static const std::vector<act> acts{
      {{{"connect", "processor time to open a stream"},
        {"idle", "memory of an open stream"},
        {"paced", "one topic, some updates a second"},
        {"burst", "one topic, 50 updates at once"},
        {"used", "memory of a stream that had events"}},
       {},
       run_shared_topic,
       11},
      // Pushpin drops what is beyond 100 events for a stream, so it has no part in this one.
      {{{"flood", "one topic, 1,000 updates at once"}},
       {"sluice", "sluice-post", "sluice-direct", "bare", "bare-direct", "together",
        "together-direct", "nchan", "node"},
       run_flood,
       4},
      {{{"size", "paced, with 100 to 9,000 subscribers"}},
       {"sluice", "sluice-direct", "bare-direct", "nchan"},
       run_sizes,
       18},
      {{{"loops", "paced and bursts, with 1, 2 and 4 event loops"}},
       {"sluice", "sluice-direct"},
       run_loops,
       13},
      {{{"topics", "the subscribers on 1 to 10,000 topics"}}, {"sluice-direct"}, run_topics, 30},
      {{{"templates", "one template for all, and one for each"}},
       {"sluice-direct"},
       run_templates,
       16},
      {{{"private", "1,000 private topics, each for one"}}, {"sluice-direct"}, run_private, 16},
      {{{"slow", "one reader in twenty does not read"}}, {"sluice", "sluice-direct"}, run_slow, 8},
      {{{"storm", "the worker dies, and all come back for what they missed"}},
       {"sluice", "sluice-direct"},
       run_storm,
       14},
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
    // A ctrl-C reaches the servers too, and what they do then is no failure.
    throw_if_interrupted();
    if (found.empty()) found.push_back({what.scenarios.front().name, "", order.subject});
    found.back().failures.emplace_back(error.what());
  }
  for (finding& each : found) each.settings = order.plan.subjects.nginx.name;
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

namespace {

// Those of a worker behind nginx are the shipped ones and the plan's own.
std::vector<nginx_settings> settings_for(const std::string& subject, const duel_plan& plan) {
  std::vector<nginx_settings> found{plan.subjects.nginx};
  if (is_behind_nginx(subject)) {
    found.insert(found.end(), plan.settings.begin(), plan.settings.end());
  }
  return found;
}

// Act by act, so that what is compared was measured within minutes.
std::vector<planned_run> all_runs(const duel_plan& plan) {
  std::vector<planned_run> runs;
  for (const act& each : all_acts()) {
    if (!is_wanted(each, plan)) continue;
    for (std::size_t round = 0; round < plan.rounds; ++round) {
      for (const std::string& name : subject_names()) {
        const bool has_part = is_chosen(plan.chosen, name) && is_chosen(each.subjects, name);
        if (!has_part) continue;
        for (const nginx_settings& one : settings_for(name, plan)) {
          runs.push_back({each, round, name, one});
        }
      }
    }
  }
  return runs;
}

timetable timetable_of(const std::vector<planned_run>& runs) {
  std::vector<timetable::entry> entries;
  for (const planned_run& each : runs) {
    entries.push_back({each.what.scenarios.front().name + (" " + each.subject),
                       timetable::duration(each.what.seconds)});
  }
  return timetable(std::move(entries));
}

}  // namespace

lists run_programme(const duel_plan& plan, progress& tell,
                    const std::function<void(const lists&)>& look) {
  lists rounds(plan.rounds);
  const std::vector<planned_run> runs = all_runs(plan);
  if (runs.empty())
    throw std::invalid_argument("no subject that was asked for has a part in such a scenario");
  timetable times = timetable_of(runs);
  for (const planned_run& each : runs) {
    tell.stand_at(times.place());
    const auto began = test::clock::now();
    duel_plan its = plan;
    its.subjects.nginx = each.settings;
    run_act(each.what, {its, each.subject, tell}, rounds[each.round]);
    times.add(test::clock::now() - began);
    look(rounds);
  }
  return rounds;
}

}  // namespace sluice::bench
