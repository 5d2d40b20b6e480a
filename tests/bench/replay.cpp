// A browser comes back: the cost of a replay has to be in proportion to what it sends.
#include <array>
#include <utility>

#include <poll.h>

#include "bench/hub_request.hpp"
#include "bench/hub_worker.hpp"
#include "bench/measurement.hpp"
#include "bench/publishers.hpp"
#include "bench/reader.hpp"
#include "bench/spread.hpp"
#include "support/fcgi_peer.hpp"
#include "support/socket.hpp"

namespace sluice::bench {
namespace {

using milliseconds = std::chrono::duration<double, std::milli>;

// The default window (history-updates).
constexpr std::size_t history_updates = 10'000;
constexpr std::size_t data_bytes = 150;
// The topic of one update in a hundred, beside the common one.
constexpr std::size_t rare_every = 100;

struct distance {
  const char* topic;
  std::size_t updates_back;
  std::size_t sent() const {
    return topic == std::string_view("rare") ? updates_back / rare_every : updates_back;
  }
};

// None back is what a request costs without a replay.
constexpr std::array<distance, 6> distances{{{"common", 0},
                                             {"common", 10},
                                             {"common", 100},
                                             {"common", 1'000},
                                             {"common", 9'000},
                                             {"rare", 9'000}}};

// Returns the ids, oldest first. One publisher's answers come in the order of its updates; the rare
// ones have a publisher of their own, so that their numbers have no holes either.
std::vector<std::string> fill_history(const hub_worker& worker, progress& tell) {
  tell.begin("replay: filling the history", history_updates, "updates");
  publishers common(worker.address(), worker.token(), 1, tell);
  publishers rare(worker.address(), worker.token(), 1, tell, 1);
  const test::time_point end = test::within(delivery_limit);
  std::vector<std::string> ids;
  while (ids.size() < history_updates) {
    for (std::string& id : common.publish({{"common"}, data_bytes, rare_every - 1, end}).ids) {
      ids.push_back(std::move(id));
    }
    ids.push_back(rare.publish({{"rare", "common"}, data_bytes, 1, end}).ids.at(0));
  }
  return ids;
}

struct sample {
  double wait_ms = 0;
  double processor_us = 0;
  std::size_t bytes = 0;
};

void read_until(reader& from, std::size_t events) {
  const test::time_point deadline = test::within(delivery_limit);
  while (!from.has_begun() || from.events() < events) {
    const bool came = from.receive();
    if (from.is_over()) {
      throw test::peer_error(test::peer_trouble::closed, "the stream ended during the replay");
    }
    if (!came && !test::wait_ready(from.number(), POLLIN, deadline)) {
      throw test::peer_error(test::peer_trouble::late, "the replay did not come");
    }
  }
}

sample replay_once(const hub_worker& worker, const distance& from, const std::string& last_id) {
  reader one(worker.address());
  const auto used_before = worker.processor_time().total;
  const auto began = test::clock::now();
  one.ask(subscribe_request(from.topic).last_event_id(last_id));
  read_until(one, from.sent());
  const milliseconds wait = test::clock::now() - began;
  const std::chrono::duration<double, std::micro> used =
      worker.processor_time().total - used_before;
  if (one.events() != from.sent() || one.faults() > 0) {
    throw test::peer_error(test::peer_trouble::malformed, "the replay has a hole or a duplicate");
  }
  return {wait.count(), used.count(), one.bytes()};
}

std::vector<cell> row_of(const distance& of, const std::vector<sample>& samples) {
  std::vector<double> waits;
  std::vector<double> uses;
  for (const sample& each : samples) {
    waits.push_back(each.wait_ms);
    uses.push_back(each.processor_us);
  }
  const auto share = [&](double all) {
    return of.sent() == 0 ? cell() : cell(all / static_cast<double>(of.sent()));
  };
  const double wait = median(waits);
  const double used = median(uses);
  return {std::string(of.topic),
          of.updates_back,
          of.sent(),
          samples.front().bytes,
          wait,
          share(wait * 1000),
          used,
          share(used)};
}

report empty_report(std::size_t runs) {
  return {"replay",
          "history of 10,000 updates of 150 bytes in memory, one stream, median of " +
              std::to_string(runs),
          {"topic", "updates back", "events sent", "bytes", "ms to the last event", "us an event",
           "worker CPU us", "CPU us an event"}};
}

}  // namespace

report measure_replay(const extent& how, progress& tell) {
  const hub_worker worker(how.program, history_place::memory);
  const std::vector<std::string> ids = fill_history(worker, tell);
  tell.begin("replay: reading", how.runs, "runs");
  std::array<std::vector<sample>, distances.size()> samples;
  // In turn, so that what else the machine does meets all of them alike.
  for (std::size_t run = 0; run < how.runs; ++run) {
    for (std::size_t i = 0; i < distances.size(); ++i) {
      const std::string& last_id = ids.at(ids.size() - 1 - distances[i].updates_back);
      samples[i].push_back(replay_once(worker, distances[i], last_id));
    }
    tell.add(1);
  }
  report found = empty_report(how.runs);
  for (std::size_t i = 0; i < distances.size(); ++i) {
    found.rows.push_back(row_of(distances[i], samples[i]));
  }
  found.remarks.push_back("The first row is what a request costs without a replay.");
  found.remarks.push_back(
      "One update in a hundred has the topic `rare`: its replay looks at a "
      "hundred for each that it sends.");
  return found;
}

}  // namespace sluice::bench
