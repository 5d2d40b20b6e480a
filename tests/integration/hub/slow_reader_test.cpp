// One reader that stops reading disturbs nobody (field report H5).
#include <catch2/catch.hpp>

#include <poll.h>

#include "integration/hub/hub_worker.hpp"
#include "support/audience.hpp"
#include "support/event_text.hpp"
#include "support/socket.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

const int updates = 10'000 / slowdown;
constexpr std::size_t readers = 99;
constexpr std::size_t payload_bytes = 1000;
// How far the publisher runs ahead of the test's own readers, which share its processors with the
// worker: well within backlog-limit, so that only who does not read at all is ended.
constexpr int lead = 100;

// As `audience` reads it.
std::string tick_text(int number) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::to_string(number) + " " +
         std::to_string(std::chrono::duration_cast<std::chrono::nanoseconds>(now).count()) + " " +
         std::string(payload_bytes, '.');
}

fields numbered(int number) {
  return {{"topic", "a"}, {"data", tick_text(number)}, {"id", std::to_string(number)}};
}

// Publishes the rest of the numbers at the pace of `watching`.
void publish_all(const hub_worker& with, audience& watching) {
  publisher by(with.address(), publisher_token());
  for (int number = 2; number <= updates; ++number) {
    REQUIRE(by.publish(numbered(number)) == std::to_string(number));
    if (number <= lead) continue;
    const auto due = readers * static_cast<std::size_t>(number - 1 - lead);
    REQUIRE(watching.wait_for_events(due, within(20s)));
  }
  REQUIRE(watching.wait_for_events(readers * static_cast<std::size_t>(updates - 1), within(20s)));
}

// What a stream brought until it ended, in whole events.
std::vector<event_block> read_what_came(fcgi_peer& stream) {
  std::string output;
  try {
    for (;;) {
      const auto next = stream.read_record();
      if (next.type == record_type::end) break;
      output += next.content;
    }
  } catch (const peer_error& over) {
    CHECK(over.kind() != peer_trouble::late);
    CHECK(over.kind() != peer_trouble::malformed);
  }
  std::vector<event_block> events;
  event_text text;
  for (auto& each : text.feed(parse_answer(output).body)) {
    if (each.is_dispatched()) events.push_back(std::move(each));
  }
  return events;
}

}  // namespace

TEST_CASE(
    "A reader that is stuck is ended at its limit, comes back without a hole, and 99 others "
    "have everything in order",
    "[H5]") {
  hub_worker with(
      open_hub().option("--history-updates", "20000").option("--backlog-limit", "256KiB"));
  publisher(with.address(), publisher_token()).publish(numbered(1));
  const auto target = hub_path + "?topic=a&lastEventID=earliest";
  audience watching(with.address(), target, readers, within(20s));
  fcgi_peer stuck(with.address());
  stuck.write(web_request(target).bytes());
  REQUIRE(wait_ready(stuck.number(), POLLIN, within()));
  watching.start_measuring();
  const auto before_kib = with.running().memory_kib("VmRSS");

  publish_all(with, watching);
  CHECK(watching.seen().missed == 0);
  CHECK(watching.seen().ended == 0);
  CHECK(with.running().wait_for_error("further behind than backlog-limit"));
  CHECK(with.running().error_lines_with("further behind than backlog-limit") == 1);

  // What is held of the updates, twice for what surrounds each, and a backlog for each stream.
  const std::size_t bound_kib =
      (2 * static_cast<std::size_t>(updates) * 1100) / 1024 + (readers + 1) * 256;
  // Sanitizers keep what is freed, and count for themselves.
  if (slowdown == 1) CHECK(with.running().memory_kib("VmHWM") < before_kib + bound_kib);

  const auto seen = read_what_came(stuck);
  REQUIRE_FALSE(seen.empty());
  const int last = static_cast<int>(seen.size());
  CHECK(last < updates);
  for (int i = 1; i <= last; ++i) {
    REQUIRE(seen[static_cast<std::size_t>(i - 1)].id == std::to_string(i));
  }
  auto back = with.stream(subscribe_request({"a"}).last_event_id(std::to_string(last)));
  CHECK(back.head().all("Last-Event-ID") == std::vector{std::to_string(last)});
  for (int i = last + 1; i <= updates; ++i) REQUIRE(back.next().id == std::to_string(i));
}

TEST_CASE("A reader that pauses within its limit goes on where it was, with nothing lost or twice",
          "[H5]") {
  const std::string io_uring = GENERATE("auto", "off");
  hub_worker with(open_hub().option("--backlog-limit", "16MiB").option("--io-uring", io_uring));
  fcgi_peer slow(with.address());
  slow.write(subscribe_request({"a", "/x/{any}"}).bytes());
  REQUIRE(wait_ready(slow.number(), POLLIN, within()));
  publisher by(with.address(), publisher_token());
  const int many = 3000 / slowdown;
  int published = 0;
  std::string output;
  std::size_t seen = 0;
  event_text text;
  bool has_head = false;
  const auto read_until = [&](int number) {
    while (seen < static_cast<std::size_t>(number)) {
      output = slow.read_record().content;
      if (!has_head) output = parse_answer(output).body;
      has_head = true;
      for (const auto& each : text.feed(output)) {
        if (!each.is_dispatched()) continue;
        REQUIRE(each.id == std::to_string(++seen));
      }
    }
  };
  // More than a socket takes, then some of it read, again and again.
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < many / 4; ++i) by.publish(numbered(++published));
    read_until(published - many / 16);
  }
  read_until(published);
  CHECK(with.running().error_lines_with("further behind than backlog-limit") == 0);
}
