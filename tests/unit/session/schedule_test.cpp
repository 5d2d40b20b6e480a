#include "session/schedule.hpp"

#include <algorithm>
#include <map>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::time_point;
using sluice::session::schedule;
using action = sluice::session::schedule::action;

namespace {

const time_point start = time_point() + 1h;

schedule make(sluice::clock::duration heartbeat, sluice::clock::duration max_age, unsigned seed) {
  std::mt19937 random(seed);
  return schedule({heartbeat, max_age}, start, random);
}

}  // namespace

TEST_CASE("A quiet stream gets a heartbeat within a tenth of the interval, a busy one none") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    schedule times = make(10s, 0s, seed);
    CHECK(times.due(start + 8999ms) == action::nothing);
    CHECK(times.next() >= start + 9s);
    CHECK(times.next() <= start + 11s);
    CHECK(times.due(times.next()) == action::heartbeat);
    times.wrote(start + 8s);
    CHECK(times.due(start + 16s) == action::nothing);
  }
}

TEST_CASE("[H9] The heartbeats of 2000 streams that begin together are spread") {
  std::mt19937 random(7);
  std::map<long, int> per_slot;
  for (int i = 0; i < 2000; ++i) {
    const schedule times({15s, 0s}, start, random);
    ++per_slot[(times.next() - start) / 100ms];
  }
  const auto most = std::max_element(per_slot.begin(), per_slot.end(),
                                     [](auto& a, auto& b) { return a.second < b.second; });
  CHECK(most->second < 200);
}

TEST_CASE("A stream ends in the last fifth of its maximum age, never later") {
  for (unsigned seed = 0; seed < 200; ++seed) {
    const schedule times = make(0s, 100s, seed);
    CHECK(times.due(start + 79s) == action::nothing);
    CHECK(times.next() >= start + 80s);
    CHECK(times.next() <= start + 100s);
    CHECK(times.due(start + 100s) == action::end_for_age);
  }
}

TEST_CASE("A drain comes before all else") {
  schedule times = make(1s, 5s, 1);
  times.drain_at(start + 500ms);
  CHECK(times.next() == start + 500ms);
  CHECK(times.due(start + 10s) == action::end_for_drain);
}

TEST_CASE("Without heartbeat and age nothing is ever due") {
  const schedule times = make(0s, 0s, 1);
  CHECK(times.next() == time_point::max());
  CHECK(times.due(start + 1000h) == action::nothing);
}
