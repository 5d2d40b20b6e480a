// One commit for all that waits; a bounded queue; the end of a log.
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include <pthread.h>

#include "integration/sqlite/history_file.hpp"
#include "support/temporary_folder.hpp"

using sluice::result;
using sluice::test::answers;
using sluice::test::at;
using sluice::test::held_writer;
using sluice::test::ids_of;
using sluice::test::open_log;
using sluice::test::outcome;
using sluice::test::read_back;
using sluice::test::temporary_folder;
using sluice::test::with_id;

namespace {

// The ids of successful answers, in order.
std::vector<std::string> stored(const std::vector<answers::answer>& all) {
  std::vector<std::string> ids;
  for (const auto& one : all) {
    if (one.done.has_value()) ids.push_back(one.id);
  }
  return ids;
}

std::vector<std::string> numbers(int count) {
  std::vector<std::string> out;
  for (int n = 0; n < count; ++n) out.push_back(std::to_string(n));
  return out;
}

}  // namespace

TEST_CASE("ten thousand updates that wait are one transaction, completed in order") {
  const temporary_folder folder;
  answers said;
  auto log = open_log(at(folder / "history.db"));
  const std::size_t before = log->commits();
  held_writer writer(*log);
  REQUIRE(log->commits() == before + 1);
  for (const auto& id : numbers(10'000)) said.append_to(*log, with_id(id));
  writer.release();
  CHECK(stored(said.wait_for(10'000)) == numbers(10'000));
  CHECK(log->commits() == before + 2);
  log.reset();
  auto ids = ids_of(read_back(folder / "history.db"));
  REQUIRE(ids.size() == 10'001);
  ids.erase(ids.begin());
  CHECK(ids == numbers(10'000));
}

TEST_CASE("appends of many threads all complete once, each thread's in its order") {
  constexpr int threads = 4;
  constexpr int each = 500;
  const temporary_folder folder;
  answers said;
  auto log = open_log(at(folder / "history.db"));
  std::vector<std::thread> publishers;
  for (int t = 0; t < threads; ++t) {
    publishers.emplace_back([&, t] {
      for (int n = 0; n < each; ++n) {
        said.append_to(*log, with_id(std::to_string(t) + "-" + std::to_string(n)));
      }
    });
  }
  for (auto& one : publishers) one.join();
  const auto ids = stored(said.wait_for(threads * each));
  REQUIRE(ids.size() == threads * each);
  for (int t = 0; t < threads; ++t) {
    int next = 0;
    for (const auto& id : ids) {
      if (id == std::to_string(t) + "-" + std::to_string(next)) ++next;
    }
    CHECK(next == each);
  }
  log.reset();
  CHECK(ids_of(read_back(folder / "history.db")) == ids);
}

TEST_CASE("completions come from the thread that is called sluice-sqlite") {
  const temporary_folder folder;
  char name[16] = {};
  {
    const auto log = open_log(at(folder / "history.db"));
    log->append(with_id("1"), answers::now(),
                [&](result<>) { ::pthread_getname_np(::pthread_self(), name, sizeof name); });
  }
  CHECK(std::string(name) == "sluice-sqlite");
}

TEST_CASE("an update that finds the queue full is refused at once, and those that wait are kept") {
  const temporary_folder folder;
  answers said;
  auto settings = at(folder / "history.db");
  settings.max_waiting_updates = 10;
  const auto log = open_log(settings);
  held_writer writer(*log);
  for (const auto& id : numbers(10)) said.append_to(*log, with_id(id));
  said.append_to(*log, with_id("one too many"));
  const auto refused = said.wait_for(1);
  REQUIRE(refused.size() == 1);
  CHECK(refused[0].id == "one too many");
  CHECK(outcome(refused[0].done) == "the history cannot be read or written: " + settings.path +
                                        ": the disk is slow, and 10 updates wait for it");
  writer.release();
  CHECK(stored(said.wait_for(11)) == numbers(10));
  said.append_to(*log, with_id("later"));
  CHECK(outcome(said.wait_for(12).at(11).done) == "ok");
}

TEST_CASE("the queue is bounded in bytes, and what is larger than the bound gets through alone") {
  const temporary_folder folder;
  answers said;
  auto settings = at(folder / "history.db");
  settings.max_waiting_bytes = 20'000;
  const auto log = open_log(settings);
  held_writer writer(*log);
  said.append_to(*log, with_id("huge", std::string(30'000, 'x')));
  said.append_to(*log, with_id("small"));
  REQUIRE(said.wait_for(1).at(0).id == "small");
  CHECK_FALSE(said.wait_for(1).at(0).done.has_value());
  writer.release();
  CHECK(stored(said.wait_for(2)) == std::vector<std::string>{"huge"});
}

TEST_CASE("closing completes what waits and refuses what follows") {
  const temporary_folder folder;
  answers said;
  const auto log = open_log(at(folder / "history.db"));
  held_writer writer(*log);
  for (const auto& id : numbers(100)) said.append_to(*log, with_id(id));
  std::thread closing([&] { log->close(); });
  writer.release();
  closing.join();
  CHECK(stored(said.wait_for(0)) == numbers(100));
  said.append_to(*log, with_id("late"));
  CHECK(outcome(said.wait_for(0).at(100).done) ==
        "the history cannot be read or written: " + (folder / "history.db") + ": closed");
  CHECK(read_back(folder / "history.db").size() == 101);
}

TEST_CASE("a completion may append") {
  const temporary_folder folder;
  answers said;
  const auto log = open_log(at(folder / "history.db"));
  log->append(with_id("1"), answers::now(), [&](result<>) { said.append_to(*log, with_id("2")); });
  CHECK(stored(said.wait_for(1)) == std::vector<std::string>{"2"});
}
