// What goes wrong in the field: readers that stop reading, and a worker that dies under its
// streams.
#include <chrono>
#include <stdexcept>

#include "bench/duel/scenarios.hpp"
#include "bench/duel/scene.hpp"
#include "bench/duel/stage.hpp"
#include "bench/peers/sluice_subject.hpp"
#include "support/deadline.hpp"

namespace sluice::bench {
namespace {

constexpr const char* topic = "news";
constexpr std::size_t stuck_one_in = 20;
// Three times what a stream may fall behind, and what the sockets before it hold.
constexpr std::size_t bursts_past_the_limit = 80;
constexpr std::size_t missed_updates = 100;
// The longest `retry:` is 5 s; the rest is for a busy machine.
constexpr std::chrono::seconds storm_limit(120);
constexpr double kib_a_mib = 1024;

std::string topic_of(std::size_t) {
  return topic;
}

stream_order on_topic(std::size_t) {
  return {topic};
}

void run_slow_variant(const run_order& what, const char* variant, std::size_t stuck_every,
                      std::vector<finding>& into) {
  finding& found = into.emplace_back(finding{"slow", variant, what.subject});
  scene in(what);
  in.open(what.plan.flood_streams, on_topic, stuck_every);
  const std::size_t readers = in.listeners().size() - in.listeners().stuck();
  what.tell.begin(what.subject + ": " + variant, bursts_past_the_limit, "bursts");
  const usage used = in.measure([&] {
    for (std::size_t i = 0; i < bursts_past_the_limit; ++i) {
      for (std::size_t j = 0; j < burst_updates; ++j) in.publish({topic}, readers);
      in.listen_for_all();
      what.tell.add(1);
    }
  });
  add_delivery_figures(used, in.listeners().so_far(), found);
  found.figures.emplace_back("worker_peak_MiB", peak_kib(in.server().processes()[0]) / kib_a_mib);
  found.failures = in.faults(topic_of);
}

double seconds_since(test::time_point began) {
  return std::chrono::duration<double>(test::clock::now() - began).count();
}

// Lets the worker die, publishes while nobody is there, and waits until all are back with all of
// it.
void raise_storm(scene& in, progress& tell, finding& found) {
  const std::size_t streams = in.listeners().size();
  const auto began = test::clock::now();
  dynamic_cast<sluice_subject&>(in.server()).replace_worker();
  const processor_times before = processor_times_of(in.server().processes());
  in.listen_until([&] { return in.listeners().so_far().ended >= streams; }, storm_limit,
                  "not every stream noticed that the worker died");
  for (std::size_t i = 0; i < missed_updates; ++i) in.publish({topic}, streams);
  in.listen_until([&] { return in.listeners().so_far().live == streams; }, storm_limit,
                  "not every stream came back");
  found.figures.emplace_back("all_live_s", seconds_since(began));
  in.listen_for_all();
  tell.add(streams);
  const auto used = processor_times_of(in.server().processes()) - before;
  found.figures.emplace_back("all_caught_up_s", seconds_since(began));
  add_processor_figures({used, {}, 0}, streams, found);
  found.figures.emplace_back("worker_peak_MiB", peak_kib(in.server().processes()[0]) / kib_a_mib);
  found.figures.emplace_back("refused", static_cast<double>(in.listeners().so_far().refused));
}

}  // namespace

void run_slow(const run_order& what, std::vector<finding>& into) {
  run_slow_variant(what, "all read", 0, into);
  run_slow_variant(what, "5 % stuck", stuck_one_in, into);
}

void run_storm(const run_order& what, std::vector<finding>& into) {
  finding& found = into.emplace_back(
      finding{"storm", std::to_string(what.plan.storm_streams) + " streams", what.subject});
  duel_plan plan = what.plan;
  plan.subjects.history = "sqlite";
  what.tell.begin(what.subject + ": storm", plan.storm_streams, "streams");
  scene in({plan, what.subject, what.tell});
  in.open(plan.storm_streams, on_topic, 0, at_end::comes_back);
  // So that each has an id to come back with.
  in.publish({topic}, plan.storm_streams);
  in.listen_for_all();
  raise_storm(in, what.tell, found);
  found.failures = in.faults(topic_of);
}

}  // namespace sluice::bench
