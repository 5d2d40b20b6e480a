#include "hub/ended_topics.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::hub::ended_topics;
using sluice::hub::interest;
using sluice::hub::selector;

namespace {

interest wants(const std::vector<std::string>& topics) {
  std::vector<selector> selectors;
  for (const auto& each : topics) selectors.emplace_back(each);
  return {selectors, {}};
}

}  // namespace

TEST_CASE("All has ended when each topic has, and nothing is wanted by a pattern") {
  ended_topics ended;
  CHECK_FALSE(ended.has_all(wants({"a"})));
  ended.add("a");
  CHECK(ended.has_all(wants({"a"})));
  CHECK_FALSE(ended.has_all(wants({"a", "b"})));
  CHECK_FALSE(ended.has_all(wants({"*"})));
  CHECK_FALSE(ended.has_all(wants({"a", "/b/{id}"})));
  ended.add("b");
  CHECK(ended.has_all(wants({"b", "a"})));
}

TEST_CASE("A topic that goes on has not ended") {
  ended_topics ended;
  ended.add("a");
  ended.add("b");
  ended.remove({"a", "never ended"});
  CHECK_FALSE(ended.has_all(wants({"a"})));
  CHECK(ended.has_all(wants({"b"})));
  ended.remove({"b"});
  CHECK(ended.is_empty());
}

TEST_CASE("More ended topics than are kept forget the earliest", "[H2]") {
  ended_topics ended;
  for (std::size_t i = 0; i < ended_topics::most; ++i) ended.add(std::to_string(i));
  ended.add("0");  // from now on the latest
  ended.add("one more");
  CHECK(ended.has_all(wants({"0", "2", "one more"})));
  CHECK_FALSE(ended.has_all(wants({"1"})));
}
