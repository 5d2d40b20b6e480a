// One topic that everybody listens to: what a stream costs to open and to hold, and what an event
// costs, alone and among many.
#include <chrono>

#include "bench/duel/scenarios.hpp"
#include "bench/duel/scene.hpp"

namespace sluice::bench {
namespace {

constexpr const char* topic = "news";
constexpr std::size_t burst_updates = 50;
constexpr std::size_t flood_updates = 1000;
// The kernel gives back what the opening took only after a moment (RCU).
constexpr std::chrono::seconds settling_time(1);

struct stage {
  stage(const run_order& order, std::size_t count)
      : what(order), streams(count), in(order), empty(memory_of(in.server().processes())) {
    what.tell.begin(what.subject + ": opening", streams, "streams");
    opening =
        in.measure([&] { in.open(streams, [](std::size_t) { return stream_order{topic}; }); });
    what.tell.add(streams);
  }

  finding make(const char* scenario) const { return {scenario, "", what.subject}; }
  void publish(std::size_t updates) {
    for (std::size_t i = 0; i < updates; ++i) in.publish({topic}, streams);
    events_each += updates;
  }

  const run_order& what;
  const std::size_t streams;
  scene in;
  const memory_use empty;
  usage opening;
  std::size_t events_each = 0;
};

finding connect_finding(const stage& of) {
  finding found = of.make("connect");
  add_processor_figures(of.opening, of.streams, found);
  found.figures.emplace_back("streams/s",
                             static_cast<double>(of.streams) / of.opening.elapsed.count());
  return found;
}

finding idle_finding(stage& of) {
  of.in.listen(settling_time);
  const memory_use now = memory_of(of.in.server().processes());
  const auto streams = static_cast<double>(of.streams);
  finding found = of.make("idle");
  double all = 0;
  for (const auto& [role, kib] : now.pss_kib) all += (kib - of.empty.pss_kib.at(role)) / streams;
  found.figures.emplace_back("total_pss_KiB", all);
  for (const char* role : {"worker", "nginx"}) {
    const auto at = now.pss_kib.find(role);
    if (at == now.pss_kib.end()) continue;
    found.figures.emplace_back(std::string(role) + "_pss_KiB",
                               (at->second - of.empty.pss_kib.at(role)) / streams);
  }
  found.figures.emplace_back("slab_KiB", (now.slab_kib - of.empty.slab_kib) / streams);
  found.figures.emplace_back("socket_KiB", (now.socket_kib - of.empty.socket_kib) / streams);
  return found;
}

finding paced_finding(stage& of) {
  const duel_plan& plan = of.what.plan;
  const std::size_t updates =
      plan.updates_a_second * static_cast<std::size_t>(plan.paced_time.count());
  of.what.tell.begin(of.what.subject + ": paced", updates, "updates");
  finding found = of.make("paced");
  const usage used = of.in.measure([&] {
    const std::chrono::nanoseconds period =
        std::chrono::nanoseconds(std::chrono::seconds(1)) / plan.updates_a_second;
    for (std::size_t i = 0; i < updates; ++i) {
      of.publish(1);
      of.in.listen(period);
      of.what.tell.add(1);
    }
  });
  add_delivery_figures(used, of.in.listeners().so_far(), found);
  return found;
}

finding burst_finding(stage& of, const char* scenario, std::size_t updates, std::size_t bursts) {
  of.what.tell.begin(of.what.subject + ": " + scenario, bursts, "bursts");
  finding found = of.make(scenario);
  const usage used = of.in.measure([&] {
    for (std::size_t i = 0; i < bursts; ++i) {
      of.publish(updates);
      of.in.listen_for_all();
      of.what.tell.add(1);
    }
  });
  add_delivery_figures(used, of.in.listeners().so_far(), found);
  return found;
}

void add_faults(const stage& of, std::vector<finding>& found) {
  if (found.empty()) return;
  found.back().failures = of.in.faults([&](std::size_t) { return of.events_each; });
}

}  // namespace

std::vector<finding> run_shared_topic(const run_order& what) {
  stage here(what, what.plan.streams);
  std::vector<finding> found;
  if (what.plan.wants("connect")) found.push_back(connect_finding(here));
  if (what.plan.wants("idle")) found.push_back(idle_finding(here));
  if (what.plan.wants("paced")) found.push_back(paced_finding(here));
  if (what.plan.wants("burst")) {
    found.push_back(burst_finding(here, "burst", burst_updates, what.plan.bursts));
  }
  add_faults(here, found);
  return found;
}

std::vector<finding> run_flood(const run_order& what) {
  stage here(what, what.plan.flood_streams);
  std::vector<finding> found{burst_finding(here, "flood", flood_updates, 1)};
  add_faults(here, found);
  return found;
}

}  // namespace sluice::bench
