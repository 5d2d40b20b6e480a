#include "daemon/census.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::daemon::census;
using sluice::hub::interest;
using sluice::hub::selector;

namespace {

interest wants(const std::string& topic, const std::string& other = "") {
  std::vector<selector> selectors{selector(topic)};
  if (!other.empty()) selectors.emplace_back(other);
  return {selectors, {}};
}

}  // namespace

TEST_CASE("The slowest streams are listed, the slowest first, and no more than fit") {
  census found;
  for (std::size_t i = 1; i <= 30; ++i) found.add_slow("192.0.2." + std::to_string(i), 100 * i);
  REQUIRE(found.slowest.size() == census::most_listed);
  CHECK(found.slowest.front().address == "192.0.2.30");
  CHECK(found.slowest.back().behind_bytes == 2100);
}

TEST_CASE("What two loops found adds up, and a crowd of both is one") {
  census one, other;
  one.streams = 3;
  one.queued_bytes = 10;
  one.add_crowd(wants("news"), 3);
  one.add_crowd(wants("chat"), 4);
  other.streams = 5;
  other.queued_bytes = 1;
  other.add_crowd(wants("news"), 5);
  other.add_crowd(wants("a", "b"), 1);
  one.add(other);
  CHECK(one.streams == 8);
  CHECK(one.queued_bytes == 11);
  REQUIRE(one.largest.size() == 3);
  CHECK(one.largest[0].wanted == "news");
  CHECK(one.largest[0].streams == 8);
  CHECK(one.largest[1].wanted == "chat");
  CHECK(one.largest[2].wanted == "a b");
}
