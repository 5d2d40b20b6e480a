#include <cstddef>
#include <vector>

#include <catch2/catch.hpp>

#include "history/memory_log.hpp"

using sluice::result;
using sluice::update;
using sluice::history::memory_log;
using sluice::history::wall_time;

TEST_CASE("memory completes each append at once, exactly once") {
  memory_log log;
  std::vector<result<>> answers;
  for (int n = 1; n <= 3; ++n) {
    log.append(update({"t"}, "x"), wall_time{}, [&](result<> done) { answers.push_back(done); });
    REQUIRE(answers.size() == static_cast<std::size_t>(n));
    CHECK(answers.back().has_value());
  }
}

TEST_CASE("memory brings nothing back") {
  memory_log log;
  log.append(update({"t"}, "x"), wall_time{}, [](result<>) {});
  int replayed = 0;
  const auto loaded = log.load({}, wall_time{}, [&](update, wall_time) { ++replayed; });
  CHECK(loaded.has_value());
  CHECK(replayed == 0);
}

TEST_CASE("memory refuses what comes after it was closed") {
  memory_log log;
  log.close();
  std::vector<result<>> answers;
  log.append(update({"t"}, "x"), wall_time{}, [&](result<> done) { answers.push_back(done); });
  REQUIRE(answers.size() == 1);
  REQUIRE(answers[0].has_error());
  CHECK(answers[0].error().message() == "the history cannot be read or written: closed");
}
