#include "bench/duel/timetable.hpp"

#include <catch2/catch.hpp>

using namespace sluice::bench;
using namespace std::chrono_literals;

TEST_CASE("Before the first run is over there is no guess", "[bench]") {
  const timetable times({{"paced a", 10s}, {"paced b", 10s}});
  CHECK_FALSE(times.left().has_value());
  CHECK(times.place() == "[1 of 2] ");
}

TEST_CASE("What has run before takes as long again, and the rest as it compares", "[bench]") {
  timetable times({{"paced a", 10s}, {"storm a", 30s}, {"paced a", 10s}});
  times.add(20s);
  REQUIRE(times.left().has_value());
  CHECK(times.left()->count() == Approx(60 + 20));
  CHECK(times.place() == "[2 of 3, 80 s left] ");
  times.add(90s);
  CHECK(times.left()->count() == Approx(20));
  times.add(20s);
  CHECK(times.left()->count() == 0);
}

TEST_CASE("Minutes are told in whole ones", "[bench]") {
  timetable times({{"a", 1s}, {"b", 10s}});
  times.add(70s);
  CHECK(times.place() == "[2 of 2, 12 min left] ");
}
