// One process has a history; another is told so.
#include <string>

#include <catch2/catch.hpp>

#include <sqlite3.h>
#include <unistd.h>

#include "integration/sockets/child.hpp"
#include "integration/sqlite/history_file.hpp"
#include "support/descriptor.hpp"
#include "support/temporary_folder.hpp"

using sluice::history::sqlite_log;
using sluice::test::answer_of;
using sluice::test::answers;
using sluice::test::at;
using sluice::test::child;
using sluice::test::descriptor;
using sluice::test::open_log;
using sluice::test::outcome;
using sluice::test::read_back;
using sluice::test::temporary_folder;
using sluice::test::with_id;

namespace {

std::string open_elsewhere(const std::string& path) {
  return answer_of([&] { return outcome(sqlite_log::try_open(at(path))); });
}

std::string in_use(const std::string& path) {
  return "the history is in use by another process: " + path + ": database is locked";
}

}  // namespace

TEST_CASE("a second process is told that the history is in use, and the first writes on") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  answers said;
  const auto log = open_log(at(path));
  CHECK(open_elsewhere(path) == in_use(path));
  said.append_to(*log, with_id("1"));
  CHECK(outcome(said.wait_for(1).at(0).done) == "ok");
  CHECK(open_elsewhere(path) == in_use(path));
}

TEST_CASE("a second try in the same process does not take the lock off the first") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  const auto log = open_log(at(path));
  CHECK(outcome(sqlite_log::try_open(at(path))) == in_use(path));
  CHECK(open_elsewhere(path) == in_use(path));
}

TEST_CASE("the history of a process that was killed is free, without a file to clean up") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const descriptor reading(ends[0]);
  descriptor writing(ends[1]);
  child holder([&]() -> std::string {
    answers said;
    const auto log = open_log(at(path));
    said.append_to(*log, with_id("1"));
    said.wait_for(1);
    if (::write(ends[1], "x", 1) != 1) return "write failed";
    for (;;) ::pause();
  });
  writing.close();
  char byte = 0;
  REQUIRE(::read(reading.number(), &byte, 1) == 1);
  CHECK(outcome(sqlite_log::try_open(at(path))) == in_use(path));
  holder.kill();
  CHECK(read_back(path).size() == 1);
}

TEST_CASE("a history that was closed is free") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  const auto log = open_log(at(path));
  log->close();
  CHECK(open_elsewhere(path) == "ok");
}

TEST_CASE("a program that reads the file in a transaction keeps the worker out") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  open_log(at(path));
  sqlite3* reader = nullptr;
  REQUIRE(::sqlite3_open(path.c_str(), &reader) == SQLITE_OK);
  REQUIRE(::sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM updates", nullptr, nullptr,
                         nullptr) == SQLITE_OK);
  CHECK(open_elsewhere(path) == in_use(path));
  ::sqlite3_close(reader);
  CHECK(open_elsewhere(path) == "ok");
}
