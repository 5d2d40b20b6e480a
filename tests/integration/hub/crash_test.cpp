// What was answered 200 is never lost, whenever the worker is killed.
#include <catch2/catch.hpp>

#include <algorithm>
#include <csignal>
#include <random>
#include <set>

#include <sys/resource.h>

#include "integration/hub/hub_worker.hpp"
#include "integration/hub/publishing_crowd.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t publishers = 1000;
constexpr int rounds = 4;

// The test holds as many connections as the worker, and the usual soft limit is 1024.
void raise_descriptor_limit() {
  rlimit limit{};
  REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
  REQUIRE(limit.rlim_max > publishers + 100);
  limit.rlim_cur = limit.rlim_max;
  REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

// All that history holds, in order.
std::vector<std::string> held_ids(const hub_worker& with) {
  auto reader = with.stream(subscribe_request({"a"}).last_event_id("earliest"));
  const auto end = publisher(with.address(), publisher_token()).publish("a", "end");
  std::vector<std::string> ids;
  for (;;) {
    auto next = reader.next(within(20s));
    if (next.id == end) return ids;
    REQUIRE(next.type.empty());
    ids.push_back(*next.id);
  }
}

}  // namespace

TEST_CASE(
    "Every update that was answered is there after kill -9 amid a thousand publishes, in order") {
  raise_descriptor_limit();
  hub_worker with(
      open_hub().place("--history", "sqlite:", "history.db").option("--history-updates", "100000"));
  std::random_device device;
  const auto seed = device();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::vector<std::string> before;
  std::set<std::string> sent;
  for (int round = 0; round < rounds; ++round) {
    INFO("round " << round);
    publishing_crowd crowd(with.address(), "r" + std::to_string(round), publishers);
    const std::size_t answers = publishers / 4 + random() % (2 * publishers);
    INFO("killed after " << answers << " answers");
    crowd.publish(
        answers, [&] { with.running().signal(SIGKILL); }, within(30s));
    for (const auto& each : crowd.sent()) sent.insert(each);
    with.under_test().start_again();  // and so the file opens

    const auto now = held_ids(with);
    CHECK(std::set(now.begin(), now.end()).size() == now.size());  // nothing twice
    CHECK(crowd.misplaced_in(now) == 0);
    std::size_t answered = 0;
    for (const auto& of_one : crowd.answered()) answered += of_one.size();
    CHECK(answered >= answers);
    CHECK(answered < crowd.sent().size());  // some were under way
    // What was there before is where it was, and what nobody sent is not there.
    REQUIRE(now.size() >= before.size());
    CHECK(std::equal(before.begin(), before.end(), now.begin()));
    CHECK(std::count_if(now.begin(), now.end(),
                        [&](const auto& id) { return id[0] == 'r' && sent.count(id) == 0; }) == 0);
    before = now;
  }
}
