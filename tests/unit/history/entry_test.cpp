#include <chrono>
#include <cstddef>
#include <string>
#include <type_traits>

#include <catch2/catch.hpp>

#include "history/entry.hpp"

using sluice::update;
using sluice::history::cost_bytes;
using sluice::history::entry;
using sluice::history::wall_time;

TEST_CASE("a cost grows by each byte of an update's texts") {
  update plain({"topic"}, "data");
  const std::size_t cost = cost_bytes(plain);
  CHECK(cost_bytes(update({"topic"}, "data!")) == cost + 1);
  CHECK(cost_bytes(update({"topic!"}, "data")) == cost + 1);
  CHECK(cost_bytes(update(plain).id("1234")) == cost + 4);
  CHECK(cost_bytes(update(plain).type("12")) == cost + 2);
  CHECK(cost_bytes(update({"topic", "x"}, "data")) == cost + sizeof(std::string) + 1);
}

TEST_CASE("an empty update has a cost, so that many of them reach the limit in bytes") {
  CHECK(cost_bytes(update()) > sizeof(entry));
}

TEST_CASE("an entry is what it was made of") {
  update what({"a", "b"}, "data");
  what.id("id");
  const wall_time when{std::chrono::seconds(1)};
  const entry one(7, what, when);
  CHECK(one.position() == 7);
  CHECK(one.what() == what);
  CHECK(one.published() == when);
  CHECK(one.cost_bytes() == cost_bytes(what));
  STATIC_REQUIRE_FALSE(std::is_aggregate_v<entry>);
}
