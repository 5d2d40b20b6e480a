// Where a stream begins (Mercure draft 07, "Reconciliation"; field report H1).
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

using values = std::vector<std::string>;

// Both spellings of the header that says where the stream begins.
void check_cursor_headers(const subscriber& reader, const values& expected) {
  CHECK(reader.head().all("Last-Event-ID") == expected);
  CHECK(reader.head().all("Mercure-Last-Event-ID") == expected);
}

// Everything up to the update "end" of the topic "end", which this publishes.
std::vector<event_block> read_all(const hub_worker& with, subscriber& reader) {
  publisher(with.address(), publisher_token()).publish("end", "end");
  std::vector<event_block> seen;
  for (auto next = reader.next(); next.data != "end"; next = reader.next()) seen.push_back(next);
  return seen;
}

// What a stream that is lost before its first update comes back with.
std::optional<std::string> position_of(const hub_worker& with, subscriber& reader) {
  CHECK(read_all(with, reader).empty());
  for (const auto& each : reader.silent_blocks()) {
    if (each.id) return each.id;
  }
  return std::nullopt;
}

std::string data_of(const std::vector<event_block>& events) {
  std::string text;
  for (const auto& each : events) text += *each.data + " ";
  return text;
}

std::string gap_data(const std::string& asked) {
  return R"({"asked":")" + asked + R"(","reason":"unknown","follows":"oldest"})";
}

// The numbers from 1 on, as updates of the topic a with ids such as "n1", published by a thread of
// its own from the start.
class numbers_being_published final {
 public:
  numbers_being_published(const std::string& address, int last)
      : last_(last), thread_([this, address] { publish(address); }) {}
  ~numbers_being_published() { thread_.join(); }

  int last() const { return last_; }
  // Throws when `number` is not published in time.
  void wait_for(int number) const {
    if (!eventually(within(20s), [&] { return published_ >= number; })) {
      throw std::runtime_error("nothing is published any more");
    }
  }

 private:
  void publish(const std::string& address) {
    try {
      publisher by(address, publisher_token());
      for (int i = 1; i <= last_; ++i) {
        const auto number = std::to_string(i);
        by.publish({{"topic", "a"}, {"data", number}, {"id", "n" + number}});
        published_ = i;
      }
    } catch (const std::exception&) {
      // `wait_for` says so.
    }
  }

  const int last_;
  std::atomic<int> published_{0};
  std::thread thread_;
};

// 0 when the numbers from `first` to `last` come one after the other; else where they do not.
int first_wrong(subscriber& reader, int first, int last) {
  for (int i = first; i <= last; ++i) {
    if (reader.next().data != std::to_string(i)) return i;
  }
  return 0;
}

// A hub with the updates 1, 2 and 3 of the topic a.
struct hub_of_three {
  hub_of_three() {
    publisher by(with.address(), publisher_token());
    for (int i = 1; i <= 3; ++i) ids.push_back(by.publish("a", std::to_string(i)));
  }
  hub_worker with;
  std::vector<std::string> ids;
};

}  // namespace

TEST_CASE("Every form of the last event id goes on behind it", "[H1]") {
  hub_of_three hub;
  for (const std::string name : {"lastEventID", "Last-Event-ID", "last_event_id"}) {
    INFO(name);
    auto reader = hub.with.stream(subscribe_request({"a", "end"}, {{name, hub.ids[0]}}));
    CHECK(data_of(read_all(hub.with, reader)) == "2 3 ");
    check_cursor_headers(reader, {hub.ids[0]});
  }
  auto reader = hub.with.stream(subscribe_request({"a", "end"}).last_event_id(hub.ids[1]));
  CHECK(data_of(read_all(hub.with, reader)) == "3 ");
  check_cursor_headers(reader, {hub.ids[1]});
}

TEST_CASE("Of two last event ids the header rules, and of parameters the protocol's own", "[H1]") {
  hub_of_three hub;
  auto by_header = hub.with.stream(
      subscribe_request({"a", "end"}, {{"lastEventID", hub.ids[0]}}).last_event_id(hub.ids[1]));
  CHECK(data_of(read_all(hub.with, by_header)) == "3 ");
  check_cursor_headers(by_header, {hub.ids[1]});
  // As Symfony's Twig function writes it, both the same; here they differ.
  auto by_parameter = hub.with.stream(subscribe_request(
      {"a", "end"}, {{"Last-Event-ID", hub.ids[0]}, {"lastEventID", hub.ids[1]}}));
  CHECK(data_of(read_all(hub.with, by_parameter)) == "3 ");
}

TEST_CASE("Without a last event id only what comes is sent, and no position in the head", "[H1]") {
  hub_of_three hub;
  const char* const form = GENERATE("none", "empty header", "empty parameter");
  INFO(form);
  auto asked = subscribe_request({"a", "end"});
  if (form == "empty header"s) asked.last_event_id("");
  if (form == "empty parameter"s) asked = subscribe_request({"a", "end"}, {{"lastEventID", ""}});
  auto reader = hub.with.stream(asked);
  CHECK(read_all(hub.with, reader).empty());
  check_cursor_headers(reader, {});
}

TEST_CASE("A new stream is told its position, so that it can come back before its first update",
          "[H1]") {
  hub_of_three hub;
  auto reader = hub.with.stream(subscribe_request({"a", "end"}));
  const auto position = position_of(hub.with, reader);
  REQUIRE(position == hub.ids[2]);
  publisher(hub.with.address(), publisher_token()).publish("a", "4");
  auto again = hub.with.stream(subscribe_request({"a"}).last_event_id(*position));
  CHECK(again.next().data == "4");
}

TEST_CASE("A stream that begins with an empty history can come back too", "[H1]") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a", "end"}));
  REQUIRE(position_of(with, reader) == "earliest");
  publisher(with.address(), publisher_token()).publish("a", "1");
  auto again = with.stream(subscribe_request({"a"}).last_event_id("earliest"));
  CHECK(again.next().data == "1");
}

TEST_CASE("A stream that begins behind private updates is told a position that it may know",
          "[H1]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  const auto known = by.publish("other", "1");
  const int foreign = GENERATE(3, 100);
  for (int i = 0; i < foreign; ++i) {
    by.publish({{"topic", "b"}, {"data", "secret"}, {"private", "on"}});
  }
  auto reader = with.stream(subscribe_request({"a", "end"}));
  REQUIRE(position_of(with, reader) == known);
  by.publish("a", "2");
  auto again = with.stream(subscribe_request({"a"}).last_event_id(known));
  CHECK(again.next().data == "2");
}

TEST_CASE("With earliest all that is held is sent, and nothing precedes it", "[H1]") {
  hub_of_three hub;
  auto by_parameter =
      hub.with.stream(subscribe_request({"a", "end"}, {{"lastEventID", "earliest"}}));
  CHECK(data_of(read_all(hub.with, by_parameter)) == "1 2 3 ");
  check_cursor_headers(by_parameter, {"earliest"});
}

TEST_CASE("With earliest an empty history is no gap", "[H1]") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a", "end"}).last_event_id("earliest"));
  CHECK(read_all(with, reader).empty());
  check_cursor_headers(reader, {"earliest"});
}

TEST_CASE("Each id of a history that has lost its oldest gets the right answer", "[H1]") {
  hub_worker with(open_hub().option("--history-updates", "100"));
  publisher by(with.address(), publisher_token());
  values ids(1);
  for (int i = 1; i <= 150; ++i) ids.push_back(by.publish("a", std::to_string(i)));

  SECTION("one that is held: what is behind it, once and in order") {
    for (const int from : {51, 52, 120, 149}) {
      INFO(from);
      auto reader = with.stream(subscribe_request({"a"}).last_event_id(ids[std::size_t(from)]));
      for (int i = from + 1; i <= 150; ++i) REQUIRE(reader.next().data == std::to_string(i));
      check_cursor_headers(reader, {ids[std::size_t(from)]});
    }
  }
  SECTION("the newest: nothing old") {
    auto reader = with.stream(subscribe_request({"a"}).last_event_id(ids[150]));
    by.publish("a", "151");
    CHECK(reader.next().data == "151");
    check_cursor_headers(reader, {ids[150]});
  }
  SECTION("one that is gone, or never was: a gap first, then all that is held") {
    for (const std::string& id : {ids[1], ids[50], "nope"s, "urn:uuid:0"s}) {
      INFO(id);
      auto reader = with.stream(subscribe_request({"a"}).last_event_id(id));
      const auto gap = reader.next();
      CHECK(gap.type == "gap");
      CHECK(gap.data == gap_data(id));
      CHECK_FALSE(gap.id.has_value());
      for (int i = 51; i <= 150; ++i) REQUIRE(reader.next().data == std::to_string(i));
      check_cursor_headers(reader, {"earliest"});
    }
  }
  SECTION("earliest: all that is held and no gap, for nothing was promised") {
    auto reader = with.stream(subscribe_request({"a"}).last_event_id("earliest"));
    for (int i = 51; i <= 150; ++i) REQUIRE(reader.next().data == std::to_string(i));
  }
  SECTION("an empty one: as if absent") {
    auto reader = with.stream(subscribe_request({"a"}).last_event_id(""));
    by.publish("a", "151");
    CHECK(reader.next().data == "151");
    check_cursor_headers(reader, {});
  }
}

TEST_CASE("An id that the reader may not have is answered as one that never was", "[H1]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  by.publish("a", "1");
  const auto foreign =
      by.publish({{"topic", "b"}, {"data", "secret"}, {"private", "on"}, {"id", "foreign"}});
  by.publish("a", "2");
  const auto all_bytes = [&](const std::string& id, const std::string& token) {
    auto asked = subscribe_request({"a", "end"}).last_event_id(id);
    auto reader = with.stream(token.empty() ? asked : with_bearer(asked, token));
    std::string text;
    for (const auto& each : read_all(with, reader)) text += each.type + ":" + *each.data + "\n";
    check_cursor_headers(reader, {"earliest"});
    return std::pair(reader.head().head, text);
  };
  for (const auto& token : {""s, subscriber_token({"a"})}) {
    auto [head, text] = all_bytes(foreign, token);
    CHECK(text.rfind("gap:" + gap_data("foreign") + "\n:1\n:2\n", 0) == 0);
    const auto [other_head, other_text] = all_bytes("nowhere", token);
    CHECK(head == other_head);
    CHECK(other_text.rfind("gap:" + gap_data("nowhere") + "\n:1\n:2\n", 0) == 0);
  }
  // To whom it belongs it is a position like any other.
  auto owner = with.stream(
      with_bearer(subscribe_request({"a"}).last_event_id(foreign), subscriber_token({"b"})));
  CHECK(owner.next().data == "2");
  check_cursor_headers(owner, {foreign});
}

TEST_CASE("A public update of another topic is a position for everybody", "[H1]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  by.publish("a", "1");
  const auto other = by.publish("b", "x");
  by.publish("a", "2");
  auto reader = with.stream(subscribe_request({"a"}).last_event_id(other));
  CHECK(reader.next().data == "2");
}

TEST_CASE("Of an id that was used twice nothing behind the replay's beginning is left out",
          "[H1]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  by.publish({{"topic", "a"}, {"data", "1"}, {"id", "same"}});
  by.publish({{"topic", "a"}, {"data", "2"}});
  by.publish({{"topic", "a"}, {"data", "3"}, {"id", "same"}});
  by.publish({{"topic", "a"}, {"data", "4"}});
  auto reader = with.stream(subscribe_request({"a", "end"}).last_event_id("same"));
  const auto seen = data_of(read_all(with, reader));
  INFO(seen);
  // The newest of the two is what a browser that has the id has seen last, or the older one: then
  // some comes twice. Never less.
  CHECK((seen == "4 " || seen == "2 3 4 "));
}

TEST_CASE("Streams that begin while updates are published have neither a gap nor a double",
          "[H1]") {
  hub_worker with;
  numbers_being_published numbers(with.address(), 4000 / slowdown);
  constexpr int streams = 24;
  std::vector<std::unique_ptr<subscriber>> readers;
  for (int i = 0; i < streams; ++i) {
    numbers.wait_for(numbers.last() * i / (2 * streams));
    readers.push_back(std::make_unique<subscriber>(
        with.address(), subscribe_request({"a"}).last_event_id("earliest")));
  }
  numbers.wait_for(numbers.last());
  for (auto& each : readers) CHECK(first_wrong(*each, 1, numbers.last()) == 0);
}

TEST_CASE("Live streams that begin while updates are published have all behind their position",
          "[H1]") {
  hub_worker with;
  numbers_being_published numbers(with.address(), 2000 / slowdown);
  constexpr int streams = 100;
  std::vector<std::unique_ptr<subscriber>> readers;
  for (int i = 0; i < streams; ++i) {
    numbers.wait_for(1 + (numbers.last() - 1) * i / streams);
    readers.push_back(std::make_unique<subscriber>(with.address(), subscribe_request({"a"})));
  }
  numbers.wait_for(numbers.last());
  publisher(with.address(), publisher_token()).publish("a", std::to_string(numbers.last() + 1));
  int worst_begin = numbers.last();
  for (auto& each : readers) {
    const int first = std::stoi(*each->next().data);
    worst_begin = std::min(worst_begin, first);
    REQUIRE(each->silent_blocks().back().id.has_value());
    CHECK(*each->silent_blocks().back().id == "n" + std::to_string(first - 1));
    CHECK(first_wrong(*each, first + 1, numbers.last() + 1) == 0);
  }
  CHECK(worst_begin < numbers.last() / 2);  // some did begin amid the publishing
}

TEST_CASE("History survives a restart with its order and its ids", "[H1]") {
  hub_worker with(open_hub().place("--history", "sqlite:", "history.db"));
  values ids;
  {
    publisher by(with.address(), publisher_token());
    for (int i = 1; i <= 3; ++i) ids.push_back(by.publish("a", std::to_string(i)));
  }
  const int number = GENERATE(SIGTERM, SIGKILL);
  with.running().signal(number);
  with.under_test().start_again();
  auto reader = with.stream(subscribe_request({"a", "end"}).last_event_id(ids[0]));
  const auto seen = read_all(with, reader);
  REQUIRE(data_of(seen) == "2 3 ");
  CHECK(seen[0].id == ids[1]);
  CHECK(seen[1].id == ids[2]);
  check_cursor_headers(reader, {ids[0]});
}
