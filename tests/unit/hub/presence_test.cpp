#include "hub/presence.hpp"

#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::hub::attendance;
using sluice::hub::presence;

namespace {

// "selector subscriber" of each.
std::vector<std::string> texts(const std::vector<attendance>& some) {
  std::vector<std::string> all;
  for (const attendance& each : some) all.push_back(each.selector + " " + each.subscriber);
  return all;
}

using strings = std::vector<std::string>;

}  // namespace

TEST_CASE("Who enters is listed by selector and by name until it leaves", "[H10]") {
  presence present;
  const auto payload = std::make_shared<const std::string>(R"({"name":"Ada"})");
  present.enter("ada", {"a", "b"}, payload);
  present.enter("bob", {"a"}, nullptr);
  CHECK(texts(present.list({}, {})) == strings{"a ada", "a bob", "b ada"});
  CHECK(texts(present.list("a", {})) == strings{"a ada", "a bob"});
  CHECK(texts(present.list("b", "ada")) == strings{"b ada"});
  CHECK(present.list("b", "ada").front().payload == payload);
  CHECK(texts(present.list("b", "bob")).empty());
  CHECK(texts(present.list("c", {})).empty());
  present.leave("ada", {"a", "b"});
  CHECK(texts(present.list({}, {})) == strings{"a bob"});
}

TEST_CASE("Leaving twice takes nobody else away", "[H10]") {
  presence present;
  present.enter("ada", {"a"}, nullptr);
  present.enter("bob", {"a"}, nullptr);
  present.leave("ada", {"a"});
  present.leave("ada", {"a"});
  CHECK(texts(present.list({}, {})) == strings{"a bob"});
}
