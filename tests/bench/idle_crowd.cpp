// Many streams: what each costs while nothing happens, and what a delivery costs.
#include <optional>
#include <utility>

#include "bench/crowd.hpp"
#include "bench/hub_worker.hpp"
#include "bench/measurement.hpp"
#include "bench/metronome.hpp"
#include "bench/publishers.hpp"
#include "bench/spread.hpp"

namespace sluice::bench {
namespace {

using microseconds = std::chrono::duration<double, std::micro>;

constexpr std::size_t topics = 10;
constexpr std::size_t data_bytes = 150;
// Every stream has its heartbeat of 15 s, 10 % more or less, once.
constexpr std::chrono::seconds idle_time(20);
constexpr std::chrono::seconds paced_time(10);
constexpr std::size_t updates_a_second = 2;  // for each stream
constexpr std::size_t burst_updates = 50;
// Some seconds in all, so that steps of 10 ms in processor time do not matter.
constexpr std::size_t bursts = 10 * topics;

std::vector<std::string> topic_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < topics; ++i) names.push_back("topic-" + std::to_string(i));
  return names;
}

// A worker with its crowd, and publishers enough for a burst. Each volley goes to one topic.
struct scene {
  scene(const extent& how, progress& tell)
      : worker(how.program, history_place::memory),
        by(worker.address(), worker.token(), burst_updates, tell),
        streams(how.streams / topics * topics) {
    // What the first requests leave behind belongs to no stream.
    by.publish({{"nobody"}, data_bytes, burst_updates, test::within(delivery_limit)});
    empty_kib = worker.pss_kib();
    readers.emplace(worker.address(), topic_names(), streams, test::within(delivery_limit));
  }

  void publish(std::size_t topic, std::size_t updates) {
    by.publish(
        {{topic_names()[topic % topics]}, data_bytes, updates, test::within(delivery_limit)});
    expected += updates * streams / topics;
  }
  void wait_for_all() { readers->wait_for_events(expected, test::within(delivery_limit)); }

  hub_worker worker;
  publishers by;
  std::size_t streams;
  std::size_t empty_kib = 0;
  std::size_t expected = 0;  // deliveries so far
  std::optional<crowd> readers;
};

std::vector<cell> row_of(const char* what, std::size_t deliveries, const processor_use& used,
                         std::chrono::duration<double> elapsed) {
  const auto total = microseconds(used.total).count();
  const bool is_idle = deliveries == 0;
  const auto count = static_cast<double>(deliveries);
  return {std::string(what),
          elapsed.count(),
          deliveries,
          total / 1e4 / elapsed.count(),
          100 * microseconds(used.in_kernel).count() / total,
          is_idle ? cell() : cell(total / count),
          is_idle ? cell() : cell(count / elapsed.count())};
}

// Measures the worker while `act` runs.
template <class Action>
std::vector<cell> measured(const char* what, scene& in, Action act) {
  const processor_use before = in.worker.processor_time();
  const std::size_t had = in.expected;
  const auto began = test::clock::now();
  act();
  in.wait_for_all();
  return row_of(what, in.expected - had, in.worker.processor_time() - before,
                test::clock::now() - began);
}

void publish_paced(scene& in) {
  constexpr std::size_t beats_a_second = updates_a_second * topics;
  constexpr std::size_t beats = beats_a_second * paced_time.count();
  metronome pace(std::chrono::nanoseconds(std::chrono::seconds(1)) / beats_a_second);
  for (std::size_t beat = 0; beat < beats;) {
    for (std::size_t due = pace.wait(); due > 0 && beat < beats; --due) in.publish(beat++, 1);
  }
}

void publish_bursts(scene& in, std::vector<double>& bursts_ms) {
  for (std::size_t i = 0; i < bursts; ++i) {
    const auto began = test::clock::now();
    in.publish(i, burst_updates);
    in.wait_for_all();
    const std::chrono::duration<double, std::milli> took = test::clock::now() - began;
    bursts_ms.push_back(took.count());
  }
}

void add_memory(const scene& in, std::size_t open_kib, report& into) {
  const auto grown = static_cast<double>(open_kib) - static_cast<double>(in.empty_kib);
  into.remarks.push_back(
      "Memory (PSS) of the worker: " + std::to_string(in.empty_kib) + " KiB without a stream, " +
      std::to_string(open_kib) + " KiB with " + std::to_string(in.streams) + ": " +
      std::to_string(grown / static_cast<double>(in.streams)).substr(0, 4) + " KiB a stream.");
}

report empty_report(std::size_t streams) {
  return {"crowd",
          std::to_string(streams) +
              " subscribers of 10 topics in turn, updates of 150 bytes, history in memory",
          {"what", "s", "deliveries", "worker CPU %", "of it in the kernel %", "CPU us a delivery",
           "deliveries/s"}};
}

void add_rows(scene& in, progress& tell, report& into) {
  tell.begin("crowd: idle", idle_time.count(), "s");
  into.rows.push_back(measured("idle", in, [] { metronome(idle_time).wait(); }));
  tell.add(idle_time.count());
  tell.begin("crowd: 2 updates/s", updates_a_second * paced_time.count() * topics, "updates");
  into.rows.push_back(measured("2 updates/s each", in, [&] { publish_paced(in); }));
  tell.begin("crowd: bursts of 50", bursts * burst_updates, "updates");
  std::vector<double> bursts_ms;
  into.rows.push_back(measured("bursts of 50", in, [&] { publish_bursts(in, bursts_ms); }));
  into.remarks.push_back("A burst of 50 is with all of its readers, one in ten, after " +
                         std::to_string(static_cast<long>(median(bursts_ms))) +
                         " ms at the median.");
}

}  // namespace

report measure_crowd(const extent& how, progress& tell) {
  tell.begin("crowd: opening", how.streams + burst_updates, "requests");
  scene in(how, tell);
  tell.add(in.streams);
  report found = empty_report(in.streams);
  add_memory(in, in.worker.pss_kib(), found);
  add_rows(in, tell, found);
  found.remarks.push_back(std::to_string(in.readers->comebacks()) + " streams were ended.");
  constexpr std::size_t events_each =
      updates_a_second * paced_time.count() + bursts / topics * burst_updates;
  for (std::string& each : in.readers->finish(events_each)) {
    found.failures.push_back(std::move(each));
  }
  return found;
}

}  // namespace sluice::bench
