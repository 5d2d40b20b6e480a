// The hub with one loop that the test turns by hand: attach, replay, live.
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "history/memory_log.hpp"
#include "hub/hub.hpp"
#include "hub/outlet.hpp"
#include "hub/subscription.hpp"

using namespace sluice;
using namespace std::chrono_literals;

namespace {

std::string id_as_frame(const update& what) {
  return what.id();
}

std::unique_ptr<hub::hub> make_hub(std::size_t window) {
  history::limits limits;
  limits.max_updates = window;
  return std::make_unique<hub::hub>(std::make_unique<history::memory_log>(), limits, id_as_frame);
}

hub::interest wants(const std::vector<std::string>& topics, std::vector<std::string> grants = {}) {
  std::vector<hub::selector> selectors;
  std::vector<hub::selector> granted;
  for (const auto& each : topics) selectors.emplace_back(each);
  for (const auto& each : grants) granted.emplace_back(each);
  return {selectors, granted};
}

// A stream that takes frames while it has room.
struct taking_reader final : hub::reader {
  std::size_t write(std::span<const hub::frame> frames, time_point) override {
    std::size_t taken = 0;
    for (const auto& each : frames) {
      if (room == 0) break;
      --room;
      ++taken;
      seen.push_back(*each);
    }
    ++writes;
    return taken;
  }
  bool has_room() const override { return room > 0; }
  void on_gap() override { seen.push_back("gap"); }
  void on_behind() override { is_behind = true; }
  void on_ended() override { seen.push_back("end"); }

  std::vector<std::string> seen;
  std::size_t room = 1'000'000;
  int writes = 0;
  bool is_behind = false;
};

struct fixture {
  explicit fixture(std::size_t window = 10'000) : source(make_hub(window)) {
    end = std::make_unique<hub::outlet>(*source, loop, 1000);
  }
  void publish(const std::string& topic, const std::string& id, audience to = audience::everyone) {
    update what({topic}, "data");
    source->publish(what.id(id).to(to), [](result<std::string>) {});
  }
  void turn() { loop.run_ready(); }

  loop::event_loop loop;
  std::unique_ptr<hub::hub> source;
  std::unique_ptr<hub::outlet> end;
};

using strings = std::vector<std::string>;

}  // namespace

TEST_CASE("A subscriber gets what it wants, in order, and nothing else") {
  fixture with;
  taking_reader reader;
  hub::subscription one(*with.end, wants({"a", "/b/{id}"}), with.source->newest(), reader);
  one.start();
  with.publish("a", "1");
  with.publish("other", "2");
  with.publish("/b/7", "3");
  with.turn();
  CHECK(reader.seen == strings{"1", "3"});
}

TEST_CASE("Updates that come within one turn leave in one write") {
  fixture with;
  taking_reader reader;
  hub::subscription one(*with.end, wants({"a"}), with.source->newest(), reader);
  one.start();
  for (int i = 0; i < 50; ++i) with.publish("a", std::to_string(i));
  with.turn();
  CHECK(reader.seen.size() == 50);
  CHECK(reader.writes == 1);
}

TEST_CASE("A private update reaches only who is granted one of its topics") {
  fixture with;
  taking_reader granted, not_granted;
  hub::subscription one(*with.end, wants({"a"}, {"a"}), 0, granted);
  hub::subscription two(*with.end, wants({"a"}, {"b"}), 0, not_granted);
  one.start();
  two.start();
  with.publish("a", "1", audience::granted);
  with.publish("a", "2");
  with.turn();
  CHECK(granted.seen == strings{"1", "2"});
  CHECK(not_granted.seen == strings{"2"});
}

TEST_CASE("A private update may be wanted for one topic and granted for another") {
  fixture with;
  taking_reader granted, wants_only, granted_only;
  hub::subscription one(*with.end, wants({"a"}, {"b"}), 0, granted);
  hub::subscription two(*with.end, wants({"a"}, {"c"}), 0, wants_only);
  hub::subscription three(*with.end, wants({"c"}, {"b"}), 0, granted_only);
  for (hub::subscription* const each : {&one, &two, &three}) each->start();
  update what({"a", "b"}, "data");
  with.source->publish(what.id("1").to(audience::granted), [](result<std::string>) {});
  with.turn();
  CHECK(granted.seen == strings{"1"});
  CHECK(wants_only.seen.empty());
  CHECK(granted_only.seen.empty());
}

TEST_CASE(
    "An update of many topics reaches everybody once: crowds, single readers, and who has "
    "several") {
  fixture with;
  std::vector<std::string> topics;
  for (int i = 0; i < 100; ++i) topics.push_back("/t/" + std::to_string(i));
  std::vector<taking_reader> readers(1000);
  std::vector<std::unique_ptr<hub::subscription>> subscriptions;
  for (std::size_t i = 0; i < readers.size(); ++i) {
    const auto wanted = i < 600   ? wants({"/t/7"})
                        : i < 700 ? wants({topics[i - 600]})
                        : i < 800 ? wants({topics[i - 700], "/t/50", "/t/none"})
                                  : wants({"/t/{n}"});
    subscriptions.push_back(std::make_unique<hub::subscription>(*with.end, wanted, 0, readers[i]));
    subscriptions.back()->start();
  }
  for (const char* const id : {"1", "2"}) {
    with.source->publish(update(topics, "data").id(id), [](result<std::string>) {});
  }
  with.turn();
  with.source->publish(update(topics, "data").id("3"), [](result<std::string>) {});
  with.turn();
  for (const taking_reader& each : readers) CHECK(each.seen == strings{"1", "2", "3"});
}

TEST_CASE("A replay goes over to live without a gap or a duplicate, whatever the mailbox holds") {
  fixture with;
  for (int i = 1; i <= 600; ++i) with.publish("a", std::to_string(i));
  taking_reader reader;
  hub::subscription one(*with.end, wants({"a"}), 100, reader);
  one.start();  // the mailbox still holds all 600
  for (int i = 601; i <= 700; ++i) with.publish("a", std::to_string(i));
  with.turn();
  for (int i = 701; i <= 710; ++i) with.publish("a", std::to_string(i));
  with.turn();
  strings expected;
  for (int i = 101; i <= 710; ++i) expected.push_back(std::to_string(i));
  CHECK(reader.seen == expected);
  CHECK(one.is_live());
}

TEST_CASE("[H5] A reader that stops taking delays nobody, and catches up from its place") {
  fixture with;
  taking_reader stuck, other;
  stuck.room = 3;
  hub::subscription one(*with.end, wants({"a"}), 0, stuck);
  hub::subscription two(*with.end, wants({"a"}), 0, other);
  one.start();
  two.start();
  for (int i = 1; i <= 20; ++i) {
    with.publish("a", std::to_string(i));
    with.turn();
  }
  CHECK(other.seen.size() == 20);
  CHECK(stuck.seen == strings{"1", "2", "3"});
  CHECK_FALSE(one.is_live());
  stuck.room = 1000;
  one.on_room();
  with.turn();
  CHECK(stuck.seen == other.seen);
  CHECK(one.is_live());
}

TEST_CASE("[H5] A reader that is behind by more than the limit is told so") {
  fixture with;
  taking_reader stuck;
  hub::subscription one(*with.end, wants({"a"}), 0, stuck);
  one.start();
  stuck.room = 0;
  for (int i = 0; i < 400; ++i) {
    with.publish("a", "1234");
    with.turn();
  }
  CHECK(stuck.is_behind);
  CHECK(stuck.seen.empty());
}

TEST_CASE("[H5] A reader that is slow, but takes what comes, is never told so") {
  fixture with;
  taking_reader slow;
  hub::subscription one(*with.end, wants({"a"}), 0, slow);
  one.start();
  slow.room = 0;
  // Ten times the limit, always a few updates behind and never at the end of them.
  for (int i = 0; i < 2500; ++i) {
    with.publish("a", "1234");
    with.turn();
    slow.room = i < 10 ? 0 : 1;
    one.on_room();
    with.turn();
  }
  CHECK_FALSE(slow.is_behind);
  CHECK_FALSE(one.is_live());
  CHECK(slow.seen.size() == 2490);
}

TEST_CASE("A subscriber that ends between two turns of its replay takes no turn of the others") {
  fixture with;
  const std::uint64_t begin = with.source->newest();
  for (int i = 0; i < 600; ++i) with.publish("a", std::to_string(i));
  with.turn();
  taking_reader first, leaving, last;
  hub::subscription one(*with.end, wants({"a"}), begin, first);
  auto two = std::make_unique<hub::subscription>(*with.end, wants({"a"}), begin, leaving);
  hub::subscription three(*with.end, wants({"a"}), begin, last);
  for (hub::subscription* const each : {&one, two.get(), &three}) each->start();
  const std::size_t had = leaving.seen.size();
  CHECK(had < 600);
  two.reset();
  with.turn();
  CHECK(first.seen.size() == 600);
  CHECK(leaving.seen.size() == had);
  CHECK(last.seen.size() == 600);
  CHECK(one.is_live());
}

TEST_CASE("What was evicted before it could be sent is told as a gap, first") {
  fixture with(10);
  taking_reader reader;
  for (int i = 1; i <= 30; ++i) with.publish("a", std::to_string(i));
  hub::subscription one(*with.end, wants({"a"}), 5, reader);
  one.start();
  with.turn();
  REQUIRE(reader.seen.size() == 11);
  CHECK(reader.seen.front() == "gap");
  CHECK(reader.seen[1] == "21");
  CHECK(reader.seen.back() == "30");
}

TEST_CASE("An audience ends with its last member") {
  fixture with;
  taking_reader reader;
  {
    hub::subscription one(*with.end, wants({"a", "b"}), 0, reader);
    hub::subscription two(*with.end, wants({"b", "a"}), 0, reader);
    hub::subscription three(*with.end, wants({"{x}"}), 0, reader);
    CHECK(with.end->audiences() == 2);
  }
  CHECK(with.end->audiences() == 0);
  with.publish("a", "1");
  with.turn();
  CHECK(reader.seen.empty());
}

TEST_CASE("[H1] An id is found where it is held; an unknown one begins before the oldest") {
  fixture with(100);
  for (int i = 1; i <= 150; ++i) with.publish("a", std::to_string(i));
  CHECK(with.source->find("120").is_known);
  CHECK(with.source->entries_after(with.source->find("120").position, 1000).size() == 30);
  CHECK(with.source->entries_after(with.source->find("150").position, 1000).empty());
  for (const char* const id : {"50", "nope"}) {
    CHECK_FALSE(with.source->find(id).is_known);
    CHECK(with.source->entries_after(with.source->find(id).position, 1000).size() == 100);
  }
  CHECK(with.source->find("earliest").is_known);
}

TEST_CASE(
    "Whatever order publishes, turns, stalls and departures come in, every view is the order") {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    fixture with;
    struct client {
      taking_reader reader;
      std::uint64_t from;
      std::unique_ptr<hub::subscription> subscribed;
    };
    std::vector<std::unique_ptr<client>> clients;
    strings published;
    for (int step = 0; step < 400; ++step) {
      switch (random() % 6) {
        case 0:
        case 1: {
          published.push_back(std::to_string(published.size() + 1));
          with.publish("a", published.back());
          break;
        }
        case 2:
          with.turn();
          break;
        case 3: {
          auto made = std::make_unique<client>();
          made->from = random() % (published.size() + 1);
          made->reader.room = random() % 5;
          made->subscribed = std::make_unique<hub::subscription>(*with.end, wants({"a"}),
                                                                 made->from, made->reader);
          made->subscribed->start();
          clients.push_back(std::move(made));
          break;
        }
        default:
          if (clients.empty()) break;
          client& one = *clients[random() % clients.size()];
          one.reader.room = random() % 8;
          if (one.reader.room > 0) one.subscribed->on_room();
      }
    }
    for (auto& each : clients) {
      each->reader.room = 1'000'000;
      each->subscribed->on_room();
    }
    for (int i = 0; i < 5; ++i) with.turn();
    for (auto& each : clients) {
      const strings expected(published.begin() + static_cast<std::ptrdiff_t>(each->from),
                             published.end());
      if (!each->reader.is_behind) CHECK(each->reader.seen == expected);
    }
  }
}

TEST_CASE("The end of a topic comes behind its last update, to those who want nothing else",
          "[C1]") {
  fixture with;
  taking_reader reader, other, patterned;
  hub::subscription one(*with.end, wants({"a"}), 0, reader);
  hub::subscription two(*with.end, wants({"a", "b"}), 0, other);
  hub::subscription three(*with.end, wants({"a", "{any}"}), 0, patterned);
  one.start();
  two.start();
  three.start();
  with.publish("a", "1");
  with.source->end("a");
  with.turn();
  CHECK(reader.seen == strings{"1", "end"});
  CHECK(other.seen == strings{"1"});
  CHECK(patterned.seen == strings{"1"});
  with.source->end("b");
  with.turn();
  CHECK(other.seen == strings{"1", "end"});
}

TEST_CASE("A topic that is published to again goes on", "[C1]") {
  fixture with;
  taking_reader reader;
  hub::subscription one(*with.end, wants({"a"}), 0, reader);
  one.start();
  with.source->end("a");
  with.publish("a", "1");
  with.turn();
  CHECK(reader.seen == strings{"1"});
  CHECK_FALSE(with.source->has_ended(wants({"a"})));
}

TEST_CASE("A subscriber that is behind gets what it missed before the end", "[C1]") {
  fixture with;
  taking_reader reader;
  reader.room = 1;
  hub::subscription one(*with.end, wants({"a"}), 0, reader);
  one.start();
  for (const char* const id : {"1", "2", "3"}) with.publish("a", id);
  with.source->end("a");
  with.turn();
  CHECK(reader.seen == strings{"1"});
  reader.room = 10;
  one.on_room();
  with.turn();
  CHECK(reader.seen == strings{"1", "2", "3", "end"});
}

TEST_CASE("Whether something is left behind a position is judged by what is wanted") {
  fixture with;
  for (int i = 1; i <= 600; ++i) with.publish(i == 550 ? "a" : "other", std::to_string(i));
  CHECK(with.source->has_after(0, wants({"a"})));
  CHECK(with.source->has_after(549, wants({"a"})));
  CHECK_FALSE(with.source->has_after(550, wants({"a"})));
  CHECK(with.source->newest_id() == "600");
}
