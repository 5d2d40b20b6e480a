#include "mercure/update_rules.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using sluice::update;
using sluice::mercure::object_to;
using sluice::mercure::object_to_names;
using sluice::mercure::object_to_sizes;
using sluice::mercure::publish_limits;
using sluice::mercure::refusal;

namespace {

update named(std::string id, std::string type = "") {
  return update({"t"}, "d").id(std::move(id)).type(std::move(type));
}

}  // namespace

TEST_CASE("An update within the rules is not objected to") {
  for (const update& fine :
       {update({"t"}, ""), update({"a", "b"}, "x\r\n\n"), named("urn:1", "a b"), named("é")}) {
    CHECK_FALSE(object_to(fine, {}).has_value());
  }
}

TEST_CASE("[C4] What would break an event stream is objected to, whoever brings it") {
  using namespace std::string_literals;
  const std::vector<std::pair<update, std::string>> rows = {
      {named("1\n2"), "the field \"id\" holds a control character"},
      {named("1\r2"), "the field \"id\" holds a control character"},
      {named("a\0b"s), "the field \"id\" holds a control character"},
      {named("1", "x\nevent: y"), "the field \"type\" holds a control character"},
      {update({"a\nb"}, ""), "the topic \"a\\x0ab\" holds a control character"},
  };
  for (const auto& [what, sentence] : rows) {
    CAPTURE(sentence);
    CHECK(object_to(what, {}) == refusal{400, sentence});
  }
}

TEST_CASE("Sizes are judged apart from names, and before them") {
  publish_limits small;
  small.message_bytes = 3;
  small.topics = 1;
  const update both = named("#", "mercure");
  CHECK_FALSE(object_to_sizes(both, {}).has_value());
  CHECK(object_to_names(both, {}) == refusal{400, "the field \"id\" begins with \"#\""});
  update large({"*"}, "1234");
  CHECK(object_to(large, small) == refusal{413, "the field \"data\" is longer than 3 bytes"});
  CHECK(object_to(large, {}) ==
        refusal{400, "the topic \"*\" stands for all topics and is none itself"});
  CHECK(object_to(update({"a", "b"}, "1234"), small) ==
        refusal{413, "there are more than 1 topics"});
  CHECK(object_to(update(), small) == refusal{400, "the field \"topic\" is missing"});
}
