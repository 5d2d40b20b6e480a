#include "bench/load/reception.hpp"

#include <initializer_list>
#include <string>

#include <catch2/catch.hpp>

using namespace sluice::bench;
using namespace std::chrono_literals;

namespace {

payload update(std::uint32_t line, std::uint32_t number) {
  return {1s, line, number};
}

update_set set_of(std::initializer_list<payload> updates) {
  update_set all;
  for (const payload& each : updates) all.add(each);
  return all;
}

struct outcome {
  bool is_in_order = true;
  bool is_complete = false;
};

// Two lines published three and two updates.
const update_set sent =
    set_of({update(0, 1), update(1, 1), update(0, 2), update(1, 2), update(0, 3)});

outcome receive(std::initializer_list<payload> updates) {
  reception had;
  outcome found;
  for (const payload& each : updates) found.is_in_order = had.add(each) && found.is_in_order;
  found.is_complete = had.had() == sent;
  return found;
}

}  // namespace

TEST_CASE("Every update once, each line in its order, is without fault", "[bench]") {
  const outcome found =
      receive({update(1, 1), update(1, 2), update(0, 1), update(0, 2), update(0, 3)});
  CHECK(found.is_in_order);
  CHECK(found.is_complete);
}

TEST_CASE("A lost update is told, also the last one", "[bench]") {
  CHECK_FALSE(receive({update(0, 1), update(0, 2), update(0, 3), update(1, 1)}).is_complete);
  CHECK_FALSE(receive({update(0, 1), update(1, 1), update(0, 3), update(1, 2)}).is_complete);
}

TEST_CASE("A doubled update is told, also where another is lost", "[bench]") {
  const outcome doubled =
      receive({update(0, 1), update(0, 1), update(0, 2), update(0, 3), update(1, 1), update(1, 2)});
  CHECK_FALSE(doubled.is_in_order);
  CHECK_FALSE(doubled.is_complete);
  const outcome in_place_of_another =
      receive({update(0, 1), update(0, 2), update(0, 2), update(1, 1), update(1, 2)});
  CHECK_FALSE(in_place_of_another.is_in_order);
  CHECK_FALSE(in_place_of_another.is_complete);
}

TEST_CASE("Two updates that changed places are told", "[bench]") {
  const outcome found =
      receive({update(0, 1), update(0, 3), update(0, 2), update(1, 1), update(1, 2)});
  CHECK_FALSE(found.is_in_order);
  CHECK(found.is_complete);
}

TEST_CASE("Another's update in the place of one's own is told", "[bench]") {
  const outcome found =
      receive({update(0, 1), update(0, 2), update(0, 4), update(1, 1), update(1, 2)});
  CHECK(found.is_in_order);
  CHECK_FALSE(found.is_complete);
}

TEST_CASE("Two updates do not add up to two others", "[bench]") {
  CHECK_FALSE(set_of({update(0, 1), update(0, 4)}) == set_of({update(0, 2), update(0, 3)}));
  CHECK_FALSE(set_of({update(0, 1), update(1, 2)}) == set_of({update(0, 2), update(1, 1)}));
}

TEST_CASE("What is published can be read back, and nothing else", "[bench]") {
  const std::string text = to_text({123456789ns, 15, 4000000000U}, 150);
  CHECK(text.size() == 150);
  const auto read = try_read_payload(text);
  REQUIRE(read.has_value());
  CHECK(read->sent == 123456789ns);
  CHECK(read->line == 15);
  CHECK(read->number == 4000000000U);
  CHECK(try_read_payload(to_text({1ns, 0, 1}, 0)).has_value());
  for (const char* each : {"", "1", "1 2", "1 2 3", "1 16 3 x", "hello", "1 -2 3 x", "1  2 3 x"}) {
    INFO(each);
    CHECK_FALSE(try_read_payload(each).has_value());
  }
}
