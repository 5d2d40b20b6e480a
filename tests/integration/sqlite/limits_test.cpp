// What the file holds is what the window would.
#include <chrono>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "history/window.hpp"
#include "integration/sqlite/history_file.hpp"
#include "support/temporary_folder.hpp"

using namespace std::chrono_literals;
using sluice::history::cost_bytes;
using sluice::history::limits;
using sluice::history::wall_time;
using sluice::history::window;
using sluice::test::answers;
using sluice::test::at;
using sluice::test::held_writer;
using sluice::test::ids_of;
using sluice::test::open_log;
using sluice::test::read_back;
using sluice::test::temporary_folder;
using sluice::test::unlimited;
using sluice::test::with_id;

namespace {

std::vector<std::string> numbers(int from, int to) {
  std::vector<std::string> out;
  for (int n = from; n <= to; ++n) out.push_back(std::to_string(n));
  return out;
}

// Publishes 1 to `count`, one each `pace`, and returns when the last was published.
wall_time publish(const std::string& path, const limits& bounds, int count,
                  std::chrono::milliseconds pace = 0ms) {
  answers said;
  const auto log = open_log(at(path), bounds);
  wall_time when = answers::now();
  for (const auto& id : numbers(1, count)) {
    when += pace;
    said.append_to(*log, with_id(id, std::string(100, 'x')), when);
  }
  said.wait_for(static_cast<std::size_t>(count));
  return when;
}

}  // namespace

TEST_CASE("the file is trimmed to the count") {
  const temporary_folder folder;
  limits bounds = unlimited;
  bounds.max_updates = 100;
  publish(folder / "history.db", bounds, 150);
  CHECK(ids_of(read_back(folder / "history.db")) == numbers(51, 150));
}

TEST_CASE("the file is trimmed to the sum of the costs") {
  const temporary_folder folder;
  limits bounds = unlimited;
  // All ids are of three digits from 100 on.
  bounds.max_bytes = 20 * cost_bytes(with_id("150", std::string(100, 'x')));
  publish(folder / "history.db", bounds, 150);
  CHECK(ids_of(read_back(folder / "history.db")) == numbers(131, 150));
}

TEST_CASE("the file is trimmed to the age at the newest update, and at a restart to the age then") {
  const temporary_folder folder;
  limits bounds = unlimited;
  bounds.max_age = 10s;
  const wall_time last = publish(folder / "history.db", bounds, 150, 1s);
  CHECK(ids_of(read_back(folder / "history.db")) == numbers(141, 150));
  CHECK(ids_of(read_back(folder / "history.db", bounds, last + 5s)) == numbers(146, 150));
  // It was taken out of the file, not only passed over.
  CHECK(ids_of(read_back(folder / "history.db")) == numbers(146, 150));
}

TEST_CASE("trimming is part of the transaction that appends") {
  const temporary_folder folder;
  limits bounds = unlimited;
  bounds.max_updates = 10;
  answers said;
  const auto log = open_log(at(folder / "history.db"), bounds);
  held_writer writer(*log);
  const std::size_t before = log->commits();
  for (const auto& id : numbers(1, 1000)) said.append_to(*log, with_id(id));
  writer.release();
  said.wait_for(1000);
  CHECK(log->commits() == before + 1);
  log->close();
  CHECK(ids_of(read_back(folder / "history.db")) == numbers(991, 1000));
}

TEST_CASE("lower limits after a restart hold from the start") {
  const temporary_folder folder;
  publish(folder / "history.db", unlimited, 50);
  limits bounds = unlimited;
  bounds.max_updates = 7;
  CHECK(ids_of(read_back(folder / "history.db", bounds)) == numbers(44, 50));
}

TEST_CASE("a restart brings back exactly what a window of the same limits held") {
  const limits bounds = GENERATE(limits{30, 1'000'000, 1h}, limits{1000, 60'000, 1h},
                                 limits{1000, 1'000'000, 3s}, limits{40, 70'000, 5s});
  const temporary_folder folder;
  std::mt19937 random(5);
  window held(bounds);
  wall_time when = answers::now();
  for (int run = 0; run < 4; ++run) {
    answers said;
    const auto log = open_log(at(folder / "history.db"), bounds);
    for (int n = 0; n < 100; ++n) {
      when += std::chrono::milliseconds(random() % 200);
      const auto one = with_id(std::to_string(n), std::string(random() % 9000, 'x'));
      held.append(one, when);
      said.append_to(*log, one, when);
    }
    said.wait_for(100);
  }
  std::vector<std::string> ids;
  for (const auto& one : held.entries_from(0)) ids.push_back(one->what().id());
  CHECK_FALSE(ids.empty());
  CHECK(ids.size() < 400);
  CHECK(ids_of(read_back(folder / "history.db", bounds, when)) == ids);
}

TEST_CASE("the file stops growing when it holds as much as it may") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  limits bounds = unlimited;
  bounds.max_updates = 200;
  publish(path, bounds, 400);
  const auto size = std::filesystem::file_size(path);
  for (int run = 0; run < 10; ++run) publish(path, bounds, 400);
  // A group is written before what it replaces is taken out, so a page more or less is chance.
  CHECK(std::filesystem::file_size(path) <= size * 2);
}
