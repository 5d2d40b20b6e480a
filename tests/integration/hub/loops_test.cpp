// However many loops there are, publishers on all of them, and readers that come and go meanwhile:
// the order is one, and each reader has all of it once. What the thread sanitizer finds in the
// worker fails this too.
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "integration/hub/hub_worker.hpp"
#include "integration/hub/publishing_crowd.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t publishers = 12;
constexpr std::size_t visitors = 16;
// Enough that every loop has some of each, again and again.
constexpr int visits = 240;
constexpr std::size_t updates_a_part = 50;
constexpr std::size_t most_events_a_visit = 30;
constexpr std::chrono::seconds limit{20};

// Publishes, on a thread of its own, until it is told that there were visits enough.
class background_crowd final {
 public:
  explicit background_crowd(const std::string& address) : crowd_(address, "p", publishers) {
    thread_ = std::thread([this] { publish(); });
  }
  ~background_crowd() { finish(); }

  void finish() {
    is_enough_ = true;
    if (thread_.joinable()) thread_.join();
  }
  /// After `finish`.
  const publishing_crowd& crowd() const { return crowd_; }
  std::exception_ptr failure() const { return failure_; }

 private:
  void publish() {
    try {
      while (!is_enough_)
        crowd_.publish(
            updates_a_part, [] {}, within(limit));
    } catch (...) {
      failure_ = std::current_exception();
    }
  }

  publishing_crowd crowd_;
  std::atomic<bool> is_enough_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

// Reads some, leaves, comes back with its last id.
class visitor final {
 public:
  visitor(const hub_worker& with, std::string selector)
      : with_(with), selector_(std::move(selector)) {}

  void come() {
    const auto asked = subscribe_request({selector_}).last_event_id(last_id_);
    stream_ = std::make_unique<subscriber>(with_.address(), asked);
  }
  void leave() { stream_.reset(); }
  bool is_there() const { return stream_ != nullptr; }

  void read(std::size_t events) {
    for (std::size_t i = 0; i < events; ++i) take();
  }
  void read_until(const std::string& id) {
    while (last_id_ != id) take();
  }
  const std::vector<std::string>& seen() const { return seen_; }

 private:
  void take() {
    const auto next = stream_->next(within(limit));
    REQUIRE(next.type.empty());  // no gap: history holds all
    last_id_ = *next.id;
    seen_.push_back(last_id_);
  }

  const hub_worker& with_;
  const std::string selector_;
  std::unique_ptr<subscriber> stream_;
  std::string last_id_ = "earliest";
  std::vector<std::string> seen_;
};

std::vector<visitor> make_visitors(const hub_worker& with) {
  const std::vector<std::string> selectors{"a", "{any}", "*"};
  std::vector<visitor> all;
  for (std::size_t i = 0; i < visitors; ++i) {
    all.emplace_back(with, selectors[i % selectors.size()]);
  }
  return all;
}

// Publishing goes on meanwhile, so there is always a next event.
void come_and_go(std::vector<visitor>& all, std::mt19937& random) {
  for (int i = 0; i < visits; ++i) {
    visitor& one = all[random() % all.size()];
    if (!one.is_there()) one.come();
    one.read(random() % most_events_a_visit);
    if (random() % 2 == 0) one.leave();
  }
}

// Everything that was published, in the hub's order.
std::vector<std::string> order_of(const hub_worker& with, const std::string& end) {
  auto stream = with.stream(subscribe_request({"a"}).last_event_id("earliest"));
  std::vector<std::string> ids;
  do ids.push_back(*stream.next(within(limit)).id);
  while (ids.back() != end);
  return ids;
}

void check_one_order(const std::string& loops) {
  INFO(loops << " loops");
  hub_worker with(open_hub().option("--loops", loops).option("--history-updates", "1000000"));
  std::random_device device;
  const auto seed = device();
  INFO("seed " << seed);
  std::mt19937 random(seed);

  auto all = make_visitors(with);
  background_crowd publishing(with.address());
  come_and_go(all, random);
  publishing.finish();
  if (publishing.failure()) std::rethrow_exception(publishing.failure());

  const auto end = publisher(with.address(), publisher_token()).publish("a", "end");
  const auto order = order_of(with, end);
  CHECK(std::set(order.begin(), order.end()).size() == order.size());
  CHECK(order.size() == publishing.crowd().sent().size() + 1);
  CHECK(publishing.crowd().misplaced_in(order) == 0);
  for (visitor& each : all) {
    if (!each.is_there()) each.come();
    each.read_until(end);
    CHECK(each.seen() == order);
  }
}

}  // namespace

TEST_CASE("Readers that come and go have all updates once and in one order, on several loops") {
  for (const std::string loops : {"2", "4"}) check_one_order(loops);
}
