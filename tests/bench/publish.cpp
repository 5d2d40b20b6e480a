// Publishers and a full house: what they wait for, and that every subscriber gets every update.
#include <algorithm>
#include <utility>

#include "bench/crowd.hpp"
#include "bench/hub_worker.hpp"
#include "bench/measurement.hpp"
#include "bench/publishers.hpp"
#include "bench/spread.hpp"

namespace sluice::bench {
namespace {

constexpr std::size_t data_bytes = 150;
const std::string topic = "all";

// Group commit and batches come into play when as many wait at once.
constexpr std::size_t many_publishers = 16;
// Some 25 KB, which every stream's socket holds.
constexpr std::size_t updates_ahead = 100;

struct row {
  history_place where;
  std::size_t publishers;
  /// How many updates are published before all readers have had them.
  std::size_t ahead;
  const char* pace;

  std::string name() const {
    return std::string(bench::name(where)) + ", " + std::to_string(publishers) + ", " + pace;
  }
};

std::vector<row> rows_of(const extent& how) {
  std::vector<row> rows;
  for (const history_place where : {history_place::memory, history_place::sqlite}) {
    for (const std::size_t count : {std::size_t{1}, many_publishers}) {
      rows.push_back({where, count, updates_ahead, "held"});
      rows.push_back({where, count, how.updates, "free"});
    }
  }
  return rows;
}

struct outcome {
  answers published;
  std::chrono::duration<double> until_delivered{};
  std::chrono::duration<double, std::micro> processor_time{};
};

// Complete when every subscriber has every update.
outcome publish_row(const extent& how, const row& what, const hub_worker& worker, crowd& readers,
                    publishers& by) {
  const auto used_before = worker.processor_time().total;
  const auto began = test::clock::now();
  const test::time_point end = test::within(how.row_limit);
  answers found;
  while (found.updates() < how.updates && test::clock::now() < end) {
    const std::size_t next = std::min(what.ahead, how.updates - found.updates());
    found += by.publish({{topic}, data_bytes, next, end});
    readers.wait_for_events(found.updates() * how.subscribers, test::within(delivery_limit));
  }
  return {std::move(found), test::clock::now() - began,
          worker.processor_time().total - used_before};
}

std::vector<cell> cells_of(const row& what, const outcome& found, const crowd& readers) {
  const answers& published = found.published;
  const auto updates = static_cast<double>(published.updates());
  const auto deliveries = static_cast<double>(readers.events());
  return {std::string(name(what.where)),
          what.publishers,
          std::string(what.pace),
          published.updates(),
          updates / published.elapsed.count(),
          updates / found.until_delivered.count(),
          quantile(published.waits_ms, 0.5),
          quantile(published.waits_ms, 0.99),
          readers.events(),
          deliveries / found.until_delivered.count(),
          found.processor_time.count() / deliveries,
          readers.comebacks()};
}

void measure_row(const extent& how, progress& tell, const row& what, report& into) {
  tell.begin("publish: " + what.name(), how.updates, "updates");
  const hub_worker worker(how.program, what.where);
  crowd readers(worker.address(), {topic}, how.subscribers, test::within(delivery_limit));
  publishers by(worker.address(), worker.token(), what.publishers, tell);
  const outcome found = publish_row(how, what, worker, readers, by);
  into.rows.push_back(cells_of(what, found, readers));
  for (const std::string& each : readers.finish(found.published.updates())) {
    into.failures.push_back(what.name() + ": " + each);
  }
}

report empty_report(std::size_t subscribers) {
  return {
      "publish",
      std::to_string(subscribers) +
          " subscribers of one topic, updates of 150 bytes, each publisher waits for its answer",
      {"history", "publishers", "pace", "updates", "answered/s", "delivered/s", "answer p50 ms",
       "answer p99 ms", "deliveries", "deliveries/s", "CPU us a delivery", "streams ended"},
      {},
      {"held: after each 100 updates the publishers wait until all subscribers have had them. "
       "free: they do not, and run ahead of the readers.",
       "answered/s counts the time of publishing alone, delivered/s until the last subscriber "
       "has the last update."}};
}

}  // namespace

report measure_publish(const extent& how, progress& tell) {
  report found = empty_report(how.subscribers);
  for (const row& each : rows_of(how)) measure_row(how, tell, each, found);
  if (found.failures.empty()) {
    found.remarks.push_back(
        "Every subscriber got every update once, in its publisher's order, and all of them in the "
        "same order; those whose streams were ended came back with their last id.");
  }
  return found;
}

}  // namespace sluice::bench
