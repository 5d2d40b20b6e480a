// One reader stops reading: publishers must not notice, memory is bounded, and it loses nothing.
#include <utility>

#include <poll.h>

#include "bench/crowd.hpp"
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

const std::string topic = "all";
constexpr std::size_t data_bytes = 1024;
constexpr std::size_t readers = 100;
// As many updates as history holds by default. A stuck reader joins every second round, so that
// what else the machine does meets both kinds alike; a round is four times of what the kernel and
// the limit (backlog-limit) hold for it.
constexpr std::size_t rounds = 10;
constexpr std::size_t updates_a_round = 1000;
// The publisher waits for the others after so many: less than half of the limit, which those who do
// read stay within even on a machine that leaves them little time.
constexpr std::size_t updates_ahead = 100;

void read_some(reader& from, test::time_point deadline) {
  if (from.receive() || test::wait_ready(from.number(), POLLIN, deadline)) return;
  throw test::peer_error(test::peer_trouble::late, "nothing comes on a stream that is not over");
}

// A reader that is there, and then does not read while others do.
class stuck_reader final {
 public:
  explicit stuck_reader(const std::string& address) : address_(address), stream_(address) {
    stream_.ask(subscribe_request(topic));
    while (!stream_.has_begun()) read_some(stream_, test::within());
  }

  // Reads what was sent, and comes back for the rest. Returns what is wrong.
  std::vector<std::string> read_all(std::size_t published) {
    const test::time_point deadline = test::within(delivery_limit);
    while (!stream_.is_over() && stream_.events() < published) read_some(stream_, deadline);
    events_before_end_ = stream_.events();
    if (!stream_.is_over()) return {"the stuck reader was not ended at the limit"};
    stream_.reconnect(address_);
    stream_.ask(subscribe_request(topic).last_event_id(stream_.last_id()));
    while (!stream_.is_over() && stream_.faults() == 0 && stream_.events() < published) {
      read_some(stream_, deadline);
    }
    if (stream_.events() == published && stream_.faults() == 0) return {};
    return {"the stuck reader had " + std::to_string(stream_.events()) + " updates of " +
            std::to_string(published) + ", and " + std::to_string(stream_.faults()) + " holes"};
  }

  std::size_t events_before_end() const { return events_before_end_; }

 private:
  const std::string address_;
  reader stream_;
  std::size_t events_before_end_ = 0;
};

// What the rounds of one kind came to.
struct kind {
  std::string name;
  std::vector<double> medians_ms{};
  std::vector<double> p99s_ms{};
  std::vector<double> events_before_end{};
  std::size_t updates = 0;

  void take(const answers& found) {
    updates += found.updates();
    medians_ms.push_back(median(found.waits_ms));
    p99s_ms.push_back(quantile(found.waits_ms, 0.99));
  }
  std::vector<cell> row() const {
    return {name,
            p99s_ms.size(),
            updates,
            median(medians_ms),
            median(p99s_ms),
            quantile(p99s_ms, 0),
            quantile(p99s_ms, 1),
            events_before_end.empty() ? cell() : cell(median(events_before_end))};
  }
};

void add_ratios(const kind& without, const kind& with, report& into) {
  const auto ratio = [](double above, double below) {
    return std::to_string(above / below).substr(0, 4);
  };
  into.remarks.push_back("With a stuck reader a publish takes " +
                         ratio(median(with.p99s_ms), median(without.p99s_ms)) +
                         " of the time at the p99, and " +
                         ratio(median(with.medians_ms), median(without.medians_ms)) +
                         " at the p50: the medians of the rounds, divided.");
  if (into.failures.empty()) {
    into.remarks.push_back(
        "Each stuck reader was ended at the limit, and came back by "
        "Last-Event-ID for the rest without a hole; the others got all.");
  }
}

// The worker, those who read, and their publisher.
struct scene {
  scene(const extent& how, progress& tell)
      : worker(how.program, history_place::memory),
        others(worker.address(), {topic}, readers, test::within(delivery_limit)),
        by(worker.address(), worker.token(), 1, tell) {}

  answers publish_round(const extent& how) {
    answers found;
    const test::time_point end = test::within(how.row_limit);
    for (std::size_t i = 0; i < updates_a_round / updates_ahead; ++i) {
      found += by.publish({{topic}, data_bytes, updates_ahead, end});
      others.wait_for_events((published + found.updates()) * readers, test::within(delivery_limit));
    }
    published += found.updates();
    return found;
  }

  hub_worker worker;
  crowd others;
  publishers by;
  std::size_t published = 0;
};

void take_round(const extent& how, scene& in, kind& of, stuck_reader* stuck, report& into) {
  const answers found = in.publish_round(how);
  of.take(found);
  if (!stuck) return;
  for (std::string& each : stuck->read_all(found.updates())) {
    into.failures.push_back(std::move(each));
  }
  of.events_before_end.push_back(static_cast<double>(stuck->events_before_end()));
}

void take_rounds(const extent& how, scene& in, kind& without, kind& with, report& into) {
  for (std::size_t i = 0; i < rounds / 2; ++i) {
    take_round(how, in, without, nullptr, into);
    stuck_reader stuck(in.worker.address());
    take_round(how, in, with, &stuck, into);
  }
}

report empty_report() {
  return {"stuck",
          "100 readers, 1 publisher, updates of 1 KiB in rounds of 1,000, every second round with "
          "one more reader that does not read",
          {"rounds", "count", "updates", "answer p50 ms", "answer p99 ms", "least p99 ms",
           "greatest p99 ms", "events it got before its end"}};
}

}  // namespace

report measure_stuck(const extent& how, progress& tell) {
  tell.begin("stuck: 100 readers and one that stops", rounds * updates_a_round, "updates");
  scene in(how, tell);
  const std::size_t peak_before = in.worker.peak_resident_kib();
  report found = empty_report();
  kind without{"readers only"};
  kind with{"one stuck"};
  take_rounds(how, in, without, with, found);
  const std::size_t comebacks = in.others.comebacks();
  for (std::string& each : in.others.finish(in.published)) {
    found.failures.push_back(std::move(each));
  }
  found.rows = {without.row(), with.row()};
  add_ratios(without, with, found);
  found.remarks.push_back("Of the others, " + std::to_string(comebacks) + " streams were ended.");
  found.remarks.push_back("Peak resident memory: " + std::to_string(peak_before) +
                          " KiB before the first update, " +
                          std::to_string(in.worker.peak_resident_kib()) +
                          " KiB after the last, with all of them in history.");
  return found;
}

}  // namespace sluice::bench
