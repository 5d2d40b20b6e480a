#include "integration/hub/model_world.hpp"

#include <csignal>
#include <set>
#include <utility>

namespace sluice::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t publishers = 8;
constexpr std::size_t readers = 14;

const std::vector<std::string> topics{"t/0", "t/1", "t/2", "t/3", "x/0", "x/1", "y"};
const std::vector<std::string> selectors{"t/0", "t/1",    "t/3",    "x/0", "y",
                                         "t/9", "t/{id}", "x/{id}", "*"};

worker_plan plan_for(std::size_t held_updates) {
  return open_hub()
      .place("--history", "sqlite:", "history.db")
      .option("--history-updates", std::to_string(held_updates))
      .option("--backlog-limit", "64KiB")
      .option("--loops", "2")
      .option("--drain", "0");
}

}  // namespace

model_world::model_world(std::uint32_t seed, std::size_t held_updates)
    : random_(seed), hub_(plan_for(held_updates)), order_(held_updates) {
  open_publishers();
  open_witness();
  for (std::size_t i = 0; i < readers; ++i) {
    readers_.push_back({std::make_unique<model_client>(hub_.address(), draw_interest(), order_)});
  }
}

std::size_t model_world::gaps() const {
  std::size_t all = 0;
  for (const auto& each : readers_) all += each.client->gaps();
  return all;
}

std::size_t model_world::draw(std::size_t below) {
  return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_);
}

std::string model_world::draw_selector() {
  return selectors[draw(selectors.size())];
}

model_update model_world::draw_update() {
  model_update made;
  made.id = "u" + std::to_string(++made_);
  std::set<std::string> some{topics[draw(topics.size())]};
  while (happens(30)) some.insert(topics[draw(topics.size())]);
  made.topics.assign(some.begin(), some.end());
  if (happens(35)) made.to = reach::granted;
  // Mostly small, and at times enough that a reader who pauses is behind.
  const std::size_t padding = happens(20) ? draw(12'000) : draw(60);
  made.data = made.id + "\n" + std::string(padding, '.');
  return made;
}

model_interest model_world::draw_interest() {
  model_interest made;
  do made.selectors.push_back(draw_selector());
  while (happens(40));
  if (happens(60)) {
    do made.grants.push_back(draw_selector());
    while (happens(40));
  }
  return made;
}

void model_world::open_publishers() {
  publishers_.clear();
  for (std::size_t i = 0; i < publishers; ++i) {
    publishers_.push_back(std::make_unique<fcgi_peer>(hub_.address()));
  }
}

void model_world::open_witness() {
  auto asked = with_bearer(subscribe_request({"*"}), subscriber_token({"*"}));
  if (order_.size() > 0) asked.last_event_id(order_.at(order_.size() - 1).id);
  witness_ = std::make_unique<subscriber>(hub_.address(), asked);
}

void model_world::post(fcgi_peer& by, const model_update& what) {
  fields form{{"id", what.id}, {"data", what.data}};
  for (const auto& each : what.topics) form.emplace_back("topic", each);
  if (what.to == reach::granted) form.emplace_back("private", "");
  by.write(with_bearer(publish_request(form), publisher_token()).keep_connection().bytes());
  in_flight_.emplace(what.id, what);
}

// By value, for an id that is under way goes with its update.
void model_world::witness_until(std::string id) {
  for (;;) {
    const auto seen = witness_->next();
    const auto sent = in_flight_.find(seen.id.value_or(""));
    if (sent == in_flight_.end()) {
      throw model_violation("the witness saw what nobody sent, or twice: " + seen.type + " " +
                            seen.id.value_or("no id"));
    }
    order_.append(sent->second);
    in_flight_.erase(sent);
    if (seen.id == id) return;
  }
}

void model_world::publish_together(std::size_t updates) {
  for (std::size_t i = 0; i < updates; ++i) post(*publishers_[i], draw_update());
  for (std::size_t i = 0; i < updates; ++i) {
    const auto answer = parse_answer(publishers_[i]->read_response().output);
    if (answer.code() != 200) throw model_violation("not published: " + answer.status());
  }
  while (!in_flight_.empty()) witness_until(in_flight_.begin()->first);
}

// What is under way when the worker goes is held or is not; what was answered is held.
void model_world::restart_amid(std::size_t updates) {
  std::vector<std::string> sent;
  for (std::size_t i = 0; i < updates; ++i) {
    auto update = draw_update();
    sent.push_back(update.id);
    post(*publishers_[i], update);
  }
  hub_.running().signal(happens(50) ? SIGTERM : SIGKILL);
  std::vector<std::string> answered;
  for (std::size_t i = 0; i < updates; ++i) {
    try {
      const auto answer = parse_answer(publishers_[i]->read_response().output);
      if (answer.code() == 200) answered.push_back(sent[i]);
    } catch (const peer_error& gone) {
      if (gone.kind() == peer_trouble::late) throw;
    }
  }
  hub_.under_test().start_again();
  ++restarts_;
  open_publishers();
  open_witness();
  const auto marker = draw_update();
  post(*publishers_[0], marker);
  publishers_[0]->read_response();
  witness_until(marker.id);
  for (const auto& id : answered) {
    if (in_flight_.contains(id)) throw model_violation("answered and lost: " + id);
  }
  in_flight_.clear();
}

void model_world::move_reader(reader& which) {
  auto& client = *which.client;
  if (!client.is_connected()) {
    if (happens(15)) client.forget();
    return client.connect();
  }
  if (happens(40)) return client.disconnect();
  which.is_paused = !which.is_paused;
}

void model_world::read_all() {
  for (auto& each : readers_) {
    if (!each.is_paused) each.client->read();
  }
}

void model_world::step() {
  const auto what = draw(100);
  if (what < 40) {
    publish_together(1);
  } else if (what < 65) {
    publish_together(2 + draw(publishers - 1));
  } else if (what < 98) {
    move_reader(readers_[draw(readers_.size())]);
  } else {
    restart_amid(draw(publishers));
  }
  read_all();
}

void model_world::settle() {
  model_update last;
  last.id = "last";
  last.topics = topics;
  last.topics.push_back("t/9");
  post(*publishers_[0], last);
  witness_until(last.id);
  for (auto& each : readers_) {
    auto& client = *each.client;
    // Who has seen nothing yet has nothing to catch up with.
    if (!client.is_connected() && !client.last_id()) continue;
    const bool is_at_end = eventually(within(20s), [&] {
      if (!client.is_connected()) client.connect();
      client.read();
      return client.last_id() == last.id;
    });
    if (!is_at_end) {
      throw model_violation("a reader does not get to the end, but to " +
                            client.last_id().value_or("nothing"));
    }
  }
}

}  // namespace sluice::test
