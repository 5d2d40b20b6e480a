// The window against a vector that is searched from end to end.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "history/window.hpp"

using namespace std::chrono_literals;
using sluice::update;
using sluice::history::cost_bytes;
using sluice::history::holding;
using sluice::history::limits;
using sluice::history::wall_time;
using sluice::history::window;

namespace {

// Any moment does; a fixed one keeps the tests alike from day to day.
constexpr wall_time start{std::chrono::hours(24 * 365 * 50)};

constexpr limits generous{1'000'000, std::size_t{1} << 40, std::chrono::milliseconds::max()};

update with_id(std::string id, std::size_t data_bytes = 1) {
  update one({"t"}, std::string(data_bytes, 'x'));
  one.id(std::move(id));
  return one;
}

std::vector<std::string> ids_from(const window& held, std::uint64_t position) {
  std::vector<std::string> out;
  for (const auto& one : held.entries_from(position)) out.push_back(one->what().id());
  return out;
}

void fill(window& one, int from, int to) {
  for (int n = from; n <= to; ++n) one.append(with_id(std::to_string(n)), start);
}

// What a window is, said as simply as possible: nothing is remembered but the updates.
class model {
 public:
  struct held_update {
    std::uint64_t position;
    std::string id;
    std::size_t cost;
    wall_time published;
  };

  explicit model(const limits& bounds) : limits_(bounds) {}

  void append(const update& what, wall_time now) {
    held_.push_back({next_++, what.id(), cost_bytes(what), now});
    evict(now);
  }
  void evict(wall_time now) {
    while (!held_.empty() && is_over(now)) held_.erase(held_.begin());
  }
  std::size_t bytes() const {
    std::size_t sum = 0;
    for (const auto& one : held_) sum += one.cost;
    return sum;
  }
  std::optional<std::uint64_t> position_of(const std::string& id) const {
    for (const auto& one : held_) {
      if (one.id == id) return one.position;
    }
    return std::nullopt;
  }
  std::vector<std::string> ids_from(std::uint64_t position) const {
    std::vector<std::string> out;
    for (const auto& one : held_) {
      if (one.position >= position) out.push_back(one.id);
    }
    return out;
  }
  std::uint64_t next() const { return next_; }
  std::uint64_t first() const { return held_.empty() ? next_ : held_.front().position; }
  std::size_t count() const { return held_.size(); }

 private:
  bool is_over(wall_time now) const {
    return held_.size() > limits_.max_updates || bytes() > limits_.max_bytes ||
           now - held_.front().published >= limits_.max_age;
  }

  limits limits_;
  std::uint64_t next_ = 1;
  std::vector<held_update> held_;
};

constexpr int ids_in_use = 40;  // few, so that most appends repeat an id that is held

// Does the same to both, at random, and compares all that can be asked.
class comparison {
 public:
  comparison(const limits& bounds, unsigned seed) : one_(bounds), like_(bounds), random_(seed) {}

  void step() {
    // Mostly forward; a clock that is set goes back.
    now_ += std::chrono::milliseconds(up_to(100) - 20);
    if (up_to(9) < 7) {
      const update what = with_id(random_id(), static_cast<std::size_t>(up_to(2000)));
      const auto added = one_.append(what, now_);
      like_.append(what, now_);
      REQUIRE(added->position() == like_.next() - 1);
      REQUIRE(added->what() == what);
    } else {
      like_.evict(now_);
      REQUIRE(one_.evict(now_) == like_.first());
    }
    compare();
  }

  void compare_all_ids() {
    for (int n = 0; n <= ids_in_use; ++n) compare_id(std::to_string(n));
    REQUIRE(ids_from(one_, 0) == like_.ids_from(0));
  }

  std::uint64_t evicted() const { return like_.first() - 1; }

 private:
  void compare() {
    REQUIRE(one_.first() == like_.first());
    REQUIRE(one_.next() == like_.next());
    REQUIRE(one_.held() == holding{like_.count(), like_.bytes()});
    compare_id(random_id());
    const auto from = like_.first() + static_cast<std::uint64_t>(up_to(30));
    const std::uint64_t position = from < 10 ? 0 : from - 10;
    REQUIRE(ids_from(one_, position) == like_.ids_from(position));
  }
  void compare_id(const std::string& id) { REQUIRE(one_.position_of(id) == like_.position_of(id)); }
  int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  std::string random_id() { return std::to_string(up_to(ids_in_use)); }

  window one_;
  model like_;
  std::mt19937 random_;
  wall_time now_ = start;
};

}  // namespace

TEST_CASE("a window does what a vector searched from end to end does") {
  const limits bounds = GENERATE(limits{20, 1'000'000, 1h}, limits{1000, 30'000, 1h},
                                 limits{1000, 1'000'000, 1500ms}, limits{25, 40'000, 900ms});
  const unsigned seed = GENERATE(1U, 2U);
  comparison both(bounds, seed);
  for (int n = 0; n < 10'000; ++n) {
    both.step();
    if (n % 100 == 0) both.compare_all_ids();
  }
  // Otherwise the limits were never at work.
  CHECK(both.evicted() > 5000);
}

TEST_CASE("an update is found by its id until it is evicted", "[H1]") {
  window held(limits{100, generous.max_bytes, generous.max_age});
  fill(held, 1, 150);
  CHECK(held.first() == 51);
  CHECK(held.position_of("50") == std::nullopt);
  CHECK(held.position_of("51") == 51U);
  CHECK(held.position_of("120") == 120U);
  CHECK(held.position_of("150") == 150U);
  CHECK(held.position_of("nope") == std::nullopt);
  CHECK(held.position_of("") == std::nullopt);
}

TEST_CASE("what follows the 120th of 150 is the 121st to the 150th, once, in order", "[H1]") {
  window held(limits{100, generous.max_bytes, generous.max_age});
  fill(held, 1, 150);
  const auto ids = ids_from(held, *held.position_of("120") + 1);
  REQUIRE(ids.size() == 30);
  for (std::size_t n = 0; n < ids.size(); ++n) CHECK(ids[n] == std::to_string(121 + n));
  CHECK(ids_from(held, *held.position_of("150") + 1).empty());
}

TEST_CASE("a replay visits what it sends and no other entry of a full window") {
  window held(limits{10'000, generous.max_bytes, generous.max_age});
  fill(held, 1, 20'000);
  const auto range = held.entries_from(*held.position_of("19990") + 1);
  // Random access: the way to the first entry does not lead over those before it.
  STATIC_REQUIRE(std::ranges::random_access_range<decltype(range)>);
  std::vector<std::uint64_t> visited;
  for (const auto& one : range) visited.push_back(one->position());
  REQUIRE(visited.size() == 10);
  CHECK(visited.front() == 19'991);
  CHECK(visited.back() == 20'000);
}

TEST_CASE("of updates with one id the earliest held rules") {
  window held(limits{3, generous.max_bytes, generous.max_age});
  held.append(with_id("a"), start);
  held.append(with_id("b"), start);
  held.append(with_id("a"), start);
  CHECK(held.position_of("a") == 1U);
  held.append(with_id("c"), start);
  CHECK(held.position_of("a") == 3U);
  CHECK(held.position_of("b") == 2U);
  held.append(with_id("d"), start);
  held.append(with_id("e"), start);
  CHECK(held.position_of("a") == std::nullopt);
}

TEST_CASE("ids are bytes: a NUL and what follows it count") {
  window held(generous);
  held.append(with_id(std::string("a\0b", 3)), start);
  held.append(with_id(std::string("a\0c", 3)), start);
  CHECK(held.position_of(std::string_view("a\0c", 3)) == 2U);
  CHECK(held.position_of("a") == std::nullopt);
}

TEST_CASE("an update leaves when it has reached the maximum age and not a millisecond before") {
  window held(limits{100, generous.max_bytes, 10s});
  held.append(with_id("1"), start);
  held.append(with_id("2"), start + 4s);
  CHECK(held.evict(start + 10s - 1ms) == 1);
  CHECK(held.evict(start + 10s) == 2);
  CHECK(held.evict(start + 14s) == 3);
  CHECK(held.held() == holding{});
}

TEST_CASE("an append lets go of what is too old by then") {
  window held(limits{100, generous.max_bytes, 10s});
  held.append(with_id("1"), start);
  held.append(with_id("2"), start + 10s);
  CHECK(ids_from(held, 0) == std::vector<std::string>{"2"});
}

TEST_CASE("the sum of the costs stays within the limit in bytes") {
  const std::size_t cost = cost_bytes(with_id("1", 1000));
  window held(limits{100, 3 * cost, generous.max_age});
  for (int n = 1; n <= 3; ++n) held.append(with_id(std::to_string(n), 1000), start);
  CHECK(held.held() == holding{3, 3 * cost});
  held.append(with_id("4", 1001), start);
  CHECK(held.held() == holding{2, 2 * cost + 1});
  CHECK(held.first() == 3);
}

TEST_CASE("an update larger than the window leaves it empty, without a hole") {
  window held(limits{100, 4096, generous.max_age});
  fill(held, 1, 5);
  const auto huge = held.append(with_id("huge", 5000), start);
  CHECK(huge->position() == 6);
  CHECK(held.held() == holding{});
  CHECK(held.first() == 7);
  CHECK(held.position_of("huge") == std::nullopt);
  held.append(with_id("next"), start);
  CHECK(ids_from(held, 0) == std::vector<std::string>{"next"});
}

TEST_CASE("a window of zero updates holds none and still counts positions") {
  window held(limits{0, generous.max_bytes, generous.max_age});
  fill(held, 1, 3);
  CHECK(held.first() == 4);
  CHECK(held.next() == 4);
  CHECK(ids_from(held, 0).empty());
}

TEST_CASE("who has an entry keeps it after the window has let it go") {
  window held(limits{1, generous.max_bytes, generous.max_age});
  const auto first = held.append(with_id("1", 1'000'000), start);
  held.append(with_id("2"), start);
  CHECK(held.first() == 2);
  CHECK(first.use_count() == 1);
  CHECK(first->what() == with_id("1", 1'000'000));
}

TEST_CASE("a hundred thousand topics leave no trace beyond the limits", "[H2]") {
  window held(limits{1000, generous.max_bytes, generous.max_age});
  for (int n = 0; n < 100'000; ++n) {
    update one({"t/" + std::to_string(n)}, "x");
    held.append(one.id(std::to_string(n)), start);
  }
  CHECK(held.held().updates == 1000);
  std::size_t found = 0;
  for (int n = 0; n < 100'000; ++n) found += held.position_of(std::to_string(n)).has_value();
  CHECK(found == 1000);
}
