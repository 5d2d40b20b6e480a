#include <chrono>

#include <catch2/catch.hpp>

#include "history/limits.hpp"

using namespace std::chrono_literals;
using sluice::history::holding;
using sluice::history::limits;
using sluice::history::must_leave;
using sluice::history::wall_time;

namespace {

constexpr wall_time noon{std::chrono::hours(12)};
constexpr limits ten{10, 1000, 60s};

}  // namespace

TEST_CASE("what has reached no limit stays") {
  CHECK_FALSE(must_leave(ten, holding{10, 1000}, noon, noon + 60s - 1ms));
}

TEST_CASE("each limit by itself makes the oldest leave") {
  CHECK(must_leave(ten, holding{11, 1000}, noon, noon));
  CHECK(must_leave(ten, holding{10, 1001}, noon, noon));
  CHECK(must_leave(ten, holding{1, 1}, noon, noon + 60s));
}

TEST_CASE("an update from the future of a clock that was set back stays") {
  CHECK_FALSE(must_leave(ten, holding{1, 1}, noon + 24h, noon));
}

TEST_CASE("the longest age never comes") {
  const limits ageless{10, 1000, std::chrono::milliseconds::max()};
  CHECK_FALSE(must_leave(ageless, holding{1, 1}, wall_time{}, wall_time{} + 24h * 365 * 100));
}
