// Whatever happens, each reader's view is the hub's order: no gap without a word, nothing twice,
// nothing that is not its own.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <iostream>

#include "integration/hub/model_world.hpp"

using namespace sluice::test;

namespace {

constexpr int steps = 500 / (slowdown > 1 ? 2 : 1);

// Another seed than the usual ones: MODEL_SEED.
std::vector<std::uint32_t> seeds() {
  if (const char* const given = std::getenv("MODEL_SEED")) {
    return {static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))};
  }
  return {1, 2, 3};
}

// Returns how many gaps the readers were told of.
std::size_t run(std::uint32_t seed, std::size_t held_updates) {
  INFO("MODEL_SEED=" << seed << " with " << held_updates << " updates held");
  model_world world(seed, held_updates);
  for (int i = 0; i < steps; ++i) {
    INFO("step " << i);
    REQUIRE_NOTHROW(world.step());
  }
  REQUIRE_NOTHROW(world.settle());
  CHECK(world.published() > static_cast<std::size_t>(steps));
  CHECK(world.restarts() > 0);
  return world.gaps();
}

}  // namespace

TEST_CASE("Every reader's view is the model's order, over restarts and with all held") {
  for (const auto seed : seeds()) CHECK(run(seed, 10'000) == 0);
}

TEST_CASE(
    "Every reader's view is the model's order, and a gap is told where history was too short") {
  for (const auto seed : seeds()) CHECK(run(seed, 60) > 0);
}
