#include "bench/duel/scene.hpp"

#include <stdexcept>

#include "support/deadline.hpp"

namespace sluice::bench {
namespace {

// Ten times of what the slowest peer needs for 9,000 streams.
constexpr std::chrono::seconds opening_limit(120);
// With nothing coming for so long nothing more will, however busy the machine is.
constexpr std::chrono::seconds silence_limit(20);
// Bounds how late what is not told by a descriptor, such as a count, is looked at.
constexpr std::chrono::milliseconds longest_turn(100);

// Above this the program that measures may be what limits, and latencies are partly its own.
constexpr double busy_percent = 85;

void add_fault(std::vector<std::string>& into, std::size_t count, const char* what) {
  if (count > 0) into.push_back(std::to_string(count) + " " + what);
}

}  // namespace

scene::scene(const run_order& what)
    : what_(what),
      server_(start_subject(what.subject, what.plan.subjects)),
      by_(ready_, *server_) {}

void scene::open(std::size_t streams, std::function<stream_order(std::size_t)> order_of,
                 std::size_t stuck_every, at_end after) {
  const stream_place at = server_->streams();
  const auto ask = [this, order_of = std::move(order_of)](std::size_t index,
                                                          const std::string& last_id) {
    stream_order order = order_of(index);
    order.last_id = last_id;
    order.cookie_bytes = what_.plan.cookie_bytes;
    return server_->stream_request(order);
  };
  listeners_.emplace(
      ready_, audience_plan{at.address, at.how, ask, streams, at.in_flight, after, stuck_every});
  listeners_->open(test::within(opening_limit));
}

void scene::publish(const std::vector<std::string>& topics, std::size_t readers, reach to) {
  const payload what = by_.publish(topics, to);
  if (readers == 0) return;
  for (const std::string& each : topics) sent_[each].add(what);
  expected_ += readers;
}

void scene::listen(std::chrono::nanoseconds time) {
  const auto end = test::clock::now() + time;
  while (test::clock::now() < end) listeners_->turn(end);
}

void scene::listen_until(const std::function<bool()>& is_true, std::chrono::seconds limit,
                         const std::string& what) {
  const auto end = test::within(limit);
  while (!is_true()) {
    listeners_->turn(test::clock::now() + longest_turn);
    if (test::clock::now() > end) throw std::runtime_error(what);
  }
}

void scene::listen_for_all() {
  const auto has_all = [this] {
    return listeners_->so_far().deliveries >= expected_ && by_.unanswered() == 0;
  };
  auto end = test::within(silence_limit);
  for (std::size_t had = 0; !has_all() && test::clock::now() < end;) {
    listeners_->turn(test::clock::now() + longest_turn);
    const std::size_t has = listeners_->so_far().deliveries;
    if (has != had) end = test::within(silence_limit);
    had = has;
  }
  if (has_all()) return;
  const std::string complaint = server_->complaint();
  throw std::runtime_error("of " + std::to_string(expected_) + " deliveries " +
                           std::to_string(listeners_->so_far().deliveries) + " came; " +
                           std::to_string(by_.unanswered()) + " publishes have no answer; " +
                           std::to_string(listeners_->so_far().ended) + " streams were ended" +
                           (complaint.empty() ? "" : "; its log ends: " + complaint));
}

usage scene::measure(const std::function<void()>& act) {
  const auto processes = server_->processes();
  if (listeners_) listeners_->forget_latencies();
  const std::size_t had = expected_;
  const processor_times before = processor_times_of(processes);
  const auto began = test::clock::now();
  act();
  if (listeners_) listen_for_all();
  const std::chrono::duration<double> elapsed = test::clock::now() - began;
  return {processor_times_of(processes) - before, elapsed, expected_ - had};
}

std::vector<std::string> scene::faults(
    const std::function<std::string(std::size_t)>& topic_of) const {
  std::size_t incomplete = 0;
  for (std::size_t i = 0; i < listeners_->size(); ++i) {
    if (listeners_->is_stuck(i)) continue;
    const auto sent = sent_.find(topic_of(i));
    const update_set wanted = sent == sent_.end() ? update_set() : sent->second;
    if (listeners_->member(i).had() != wanted) ++incomplete;
  }
  std::vector<std::string> found;
  add_fault(found, incomplete, "subscribers did not get each of their updates once, and no other");
  add_fault(found, listeners_->so_far().disorders, "events were doubled or out of order");
  add_fault(found, listeners_->so_far().refused, "requests for a stream were refused");
  return found;
}

void add_processor_figures(const usage& used, std::size_t parts, finding& into) {
  double all = 0;
  std::vector<std::pair<std::string, double>> by_role;
  for (const auto& [role, time] : used.processor) {
    if (role == "load") continue;
    const double micros = std::chrono::duration<double, std::micro>(time).count();
    by_role.emplace_back(role + "_us", parts == 0 ? 0 : micros / static_cast<double>(parts));
    all += by_role.back().second;
  }
  into.figures.emplace_back("total_us", all);
  // What is one program alone has no parts to tell.
  if (used.processor.contains("worker")) {
    into.figures.insert(into.figures.end(), by_role.rbegin(), by_role.rend());
  }
}

void add_delivery_figures(const usage& used, const tally& had, finding& into) {
  add_processor_figures(used, used.deliveries, into);
  into.figures.emplace_back("p50_ms", had.latency.quantile_ms(0.5));
  into.figures.emplace_back("p90_ms", had.latency.quantile_ms(0.9));
  into.figures.emplace_back("p99_ms", had.latency.quantile_ms(0.99));
  into.figures.emplace_back("p99.9_ms", had.latency.quantile_ms(0.999));
  into.figures.emplace_back("deliveries/s",
                            static_cast<double>(used.deliveries) / used.elapsed.count());
  const std::chrono::duration<double> own = used.processor.at("load");
  const double percent = 100 * own.count() / used.elapsed.count();
  into.figures.emplace_back("load_cpu_%", percent);
  if (percent > busy_percent) {
    into.remarks.push_back("The load program itself was busy, so times are partly its own.");
  }
}

}  // namespace sluice::bench
