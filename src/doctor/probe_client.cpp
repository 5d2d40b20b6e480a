#include "doctor/probe_client.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "doctor/reach.hpp"

namespace sluice::doctor {
namespace {

// A short answer through a busy server; connecting has its own limit of 10 s within it. As long may
// what holds a stream back be late with it.
constexpr auto short_limit = std::chrono::seconds(15);
// Of a quick examination: what asks regularly gives up after ten seconds itself (Nagios), and has
// no verdict then.
constexpr auto quick_limit = std::chrono::seconds(5);
// For other doctors, of which each has the worker for a second or ten; a quick one has no more
// time.
constexpr auto patience_with_others = std::chrono::seconds(3);
constexpr auto between_asks = std::chrono::milliseconds(250);
// The least of a few is what the way takes; the rest is what the machines were busy with.
constexpr int round_trips = 4;

clock::duration short_limit_of(depth how) {
  return how == depth::quick ? quick_limit : short_limit;
}

}  // namespace

client::timed_answer probe_client::ask_ending(const std::string& id) {
  client::timed_order order{ending_url(visit_.order.probe, id)};
  order.ca_file = visit_.order.ca_file;
  order.on = client::timed_order::connection::kept;
  order.limit = short_limit_of(visit_.order.how);
  add_token(order);
  return client_.ask(order);
}

std::optional<probe_ending> probe_client::try_ask_ending(const std::string& id) {
  const auto answer = ask_ending(id);
  if (answer.status != 200) return std::nullopt;
  return try_read_ending(answer.body());
}

std::optional<client::timed_answer> probe_client::measure_round_trip() {
  std::optional<clock::duration> least;
  client::timed_answer answer;
  const std::string id = make_probe_id();
  for (int i = 0; i < round_trips; ++i) {
    answer = ask_ending(id);
    if (answer.status != 200) continue;
    const auto took = answer.ended - answer.sent;
    least = std::min(least.value_or(took), took);
  }
  if (!least) return answer;
  round_trip_ = *least;
  return std::nullopt;
}

seen_stream probe_client::open(const probe_request& what, const stream_way& how) {
  const client::timed_order order = order_of(what, how);
  auto answer = client_.ask(order);
  while (is_probe_limit(answer) && waited_for_others_ < patience_with_others) {
    waited_for_others_ += between_asks;
    if (visit_.until.wait_until(clock::now() + between_asks)) break;
    answer = client_.ask(order);
  }
  stream_record record = read_stream(answer, what.frames, round_trip_);
  return {std::move(answer), std::move(record)};
}

std::vector<seen_stream> probe_client::open_many(std::size_t count, probe_request what) {
  std::vector<client::timed_order> orders;
  for (std::size_t i = 0; i < count; ++i) {
    what.id = make_probe_id();
    orders.push_back(order_of(what, {}));
  }
  std::vector<seen_stream> seen;
  for (client::timed_answer& each : client_.ask(orders)) {
    stream_record record = read_stream(each, what.frames, round_trip_);
    seen.push_back({std::move(each), std::move(record)});
  }
  return seen;
}

client::timed_order probe_client::order_of(const probe_request& what, const stream_way& how) const {
  client::timed_order order{what.at(visit_.order.probe)};
  order.headers = how.headers;
  order.headers.emplace_back("Accept: text/event-stream");
  order.headers.emplace_back("Cache-Control: no-store");
  order.accept_encoding = how.accept_encoding;
  order.ca_file = visit_.order.ca_file;
  order.by = how.by;
  order.how_far = how.how_far;
  order.limit = how.limit.value_or(what.duration() + short_limit_of(visit_.order.how));
  order.on_body = how.on_body;
  order.on_look = how.on_look;
  const bool has_authorization =
      std::any_of(how.headers.begin(), how.headers.end(),
                  [](const std::string& each) { return each.starts_with("Authorization:"); });
  if (!has_authorization) add_token(order);
  return order;
}

void probe_client::add_token(client::timed_order& to) const {
  if (!visit_.token.empty()) to.headers.push_back("Authorization: Bearer " + visit_.token);
}

}  // namespace sluice::doctor
