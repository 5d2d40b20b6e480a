// Who listens to what: many topics, templates, private topics. Each pattern's updates are published
// once more to topics that nobody listens to, so that what publishing costs can be taken off.
#include <algorithm>
#include <chrono>
#include <string>

#include "bench/duel/scenarios.hpp"
#include "bench/duel/scene.hpp"
#include "bench/peers/sluice_subject.hpp"

namespace sluice::bench {
namespace {

// What one update may name, by the worker's default.
constexpr std::size_t topics_an_update = 100;

struct pattern {
  std::string variant;
  std::size_t streams = 0;
  std::size_t topics = 1;
  std::size_t topics_each = 1;  // that one update names
  std::string selector{};       // of every stream, in place of its topic
  reach to = reach::everyone;
};

std::string topic_name(const char* prefix, std::size_t number) {
  return prefix + std::to_string(number);
}

// Streams listen to the topics in turn, so the first topics may have one more.
std::size_t readers_of(const pattern& what, std::size_t topic) {
  if (!what.selector.empty()) return what.streams;
  return what.streams / what.topics + (topic < what.streams % what.topics ? 1 : 0);
}

void publish_round(scene& in, const pattern& what, const char* prefix) {
  const bool has_readers = std::string_view(prefix) == "/t/";
  for (std::size_t first = 0; first < what.topics; first += what.topics_each) {
    std::vector<std::string> names;
    std::size_t readers = 0;
    for (std::size_t i = first; i < std::min(first + what.topics_each, what.topics); ++i) {
      names.push_back(topic_name(prefix, i));
      if (has_readers) readers += readers_of(what, i);
    }
    in.publish(names, readers, what.to);
  }
}

usage measure_rounds(scene& in, const run_order& order, const pattern& what, const char* prefix) {
  const std::size_t rounds =
      order.plan.updates_a_second * static_cast<std::size_t>(order.plan.step_time.count());
  const std::chrono::nanoseconds period =
      std::chrono::nanoseconds(std::chrono::seconds(1)) / order.plan.updates_a_second;
  order.tell.begin(order.subject + ": " + what.variant, rounds, "rounds");
  return in.measure([&] {
    for (std::size_t i = 0; i < rounds; ++i) {
      publish_round(in, what, prefix);
      in.listen(period);
      order.tell.add(1);
    }
  });
}

stream_order order_of(const pattern& what, std::size_t index, const subject& server) {
  stream_order order{topic_name("/t/", index % what.topics)};
  if (what.selector == "own") order.topic = "/t/{v" + std::to_string(index) + "}";
  if (what.selector == "same") order.topic = "/t/{v}";
  if (what.to == reach::the_granted) {
    order.token = dynamic_cast<const sluice_subject&>(server).subscriber_token(order.topic);
  }
  return order;
}

double micros_a_delivery(const usage& used, std::size_t deliveries) {
  const std::chrono::duration<double, std::micro> time = used.processor.at("worker");
  return time.count() / static_cast<double>(deliveries);
}

void run_pattern(const run_order& order, const pattern& what, const char* scenario,
                 std::vector<finding>& into) {
  finding& found = into.emplace_back(finding{scenario, what.variant, order.subject});
  scene in(order);
  in.open(what.streams, [&](std::size_t index) { return order_of(what, index, in.server()); });
  // The first of each topic are met with cold caches.
  publish_round(in, what, "/t/");
  publish_round(in, what, "/nobody/");
  in.listen_for_all();
  const usage used = measure_rounds(in, order, what, "/t/");
  add_delivery_figures(used, in.listeners().so_far(), found);
  const usage unheard = measure_rounds(in, order, what, "/nobody/");
  const double publishing = micros_a_delivery(unheard, used.deliveries);
  found.figures.emplace_back("publishing_us", publishing);
  found.figures.emplace_back("net_us", micros_a_delivery(used, used.deliveries) - publishing);
  found.failures =
      in.faults([&](std::size_t index) { return topic_name("/t/", index % what.topics); });
}

}  // namespace

void run_topics(const run_order& what, std::vector<finding>& into) {
  for (const std::size_t topics : {1, 10, 100, 1000, 10000}) {
    run_pattern(what,
                {std::to_string(topics) + (topics == 1 ? " topic" : " topics"), what.plan.streams,
                 topics, topics_an_update},
                "topics", into);
  }
}

void run_templates(const run_order& what, std::vector<finding>& into) {
  const std::size_t streams = what.plan.flood_streams;
  run_pattern(what, {"topic", streams}, "templates", into);
  run_pattern(what, {"same template", streams, 1, 1, "same"}, "templates", into);
  run_pattern(what, {"own template each", streams, 1, 1, "own"}, "templates", into);
}

// A topic each means a publish for each delivery, which costs five times as much: for what is left
// when that is taken off, more rounds are needed than elsewhere.
void run_private(const run_order& what, std::vector<finding>& into) {
  constexpr std::size_t times_as_often = 4;
  duel_plan plan = what.plan;
  plan.updates_a_second *= times_as_often;
  const run_order often{plan, what.subject, what.tell};
  const std::size_t streams = plan.flood_streams;
  run_pattern(often, {"shared topic", streams}, "private", into);
  run_pattern(often, {"own topic each", streams, streams}, "private", into);
  run_pattern(often, {"own private topic each", streams, streams, 1, "", reach::the_granted},
              "private", into);
}

}  // namespace sluice::bench
