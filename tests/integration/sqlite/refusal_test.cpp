// Files that are no history of sluice's, or not to be written: a sentence, and they stay as they
// are.
#include <filesystem>
#include <string>

#include <catch2/catch.hpp>

#include <sqlite3.h>
#include <sys/stat.h>

#include "integration/sockets/child.hpp"
#include "integration/sqlite/history_file.hpp"
#include "support/temporary_folder.hpp"

using sluice::history::sqlite_log;
using sluice::test::answer_of;
using sluice::test::answers;
using sluice::test::at;
using sluice::test::become_ordinary_user;
using sluice::test::bytes_of;
using sluice::test::open_log;
using sluice::test::outcome;
using sluice::test::read_back;
using sluice::test::temporary_folder;
using sluice::test::unlimited;
using sluice::test::with_id;
using sluice::test::write_bytes;

namespace {

const std::string corrupt = "the history's file is damaged or not sluice's; it is left alone: ";
const std::string hint = " (this user must be able to write the file and its folder)";
const std::string unavailable = "the history cannot be read or written: ";

void run_sql(const std::string& path, const std::string& statements) {
  sqlite3* file = nullptr;
  REQUIRE(::sqlite3_open(path.c_str(), &file) == SQLITE_OK);
  CHECK(::sqlite3_exec(file, statements.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  ::sqlite3_close(file);
}

void make_history(const std::string& path, int count) {
  answers said;
  const auto log = open_log(at(path));
  for (int n = 0; n < count; ++n) {
    said.append_to(*log, with_id(std::to_string(n), std::string(1000, 'x')));
  }
  said.wait_for(static_cast<std::size_t>(count));
}

std::string open_and_load(const std::string& path) {
  auto opened = sqlite_log::try_open(at(path));
  if (!opened) return opened.error().message();
  return outcome((*opened)->load(unlimited, answers::now(), [](auto, auto) {}));
}

std::string open_as_ordinary_user(const std::string& path) {
  return answer_of([&] {
    become_ordinary_user();
    return open_and_load(path);
  });
}

}  // namespace

TEST_CASE("a file that is not SQLite's is refused and left alone") {
  const temporary_folder folder;
  const std::string path = folder / "notes.txt";
  const std::string text(5000, 'n');
  write_bytes(path, text);
  CHECK(open_and_load(path) == corrupt + path + ": file is not a database");
  CHECK(bytes_of(path) == text);
}

TEST_CASE("the SQLite file of another program is refused and left alone") {
  const temporary_folder folder;
  const std::string path = folder / "other.db";
  const auto* made =
      GENERATE("CREATE TABLE updates (id)", "PRAGMA user_version = 1", "PRAGMA application_id = 7",
               "PRAGMA journal_mode = WAL; CREATE TABLE t (a)");
  CAPTURE(made);
  run_sql(path, made);
  const std::string before = bytes_of(path);
  CHECK(open_and_load(path) == corrupt + path + ": it is the file of another program");
  CHECK(bytes_of(path) == before);
}

TEST_CASE("the history of a newer sluice is refused and left alone") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  make_history(path, 1);
  run_sql(path, "PRAGMA user_version = 2");
  const std::string before = bytes_of(path);
  CHECK(open_and_load(path) == corrupt + path + ": its schema is version 2; this sluice knows 1");
  CHECK(bytes_of(path) == before);
}

TEST_CASE("a damaged page is found at start") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  make_history(path, 100);
  std::string bytes = bytes_of(path);
  constexpr std::size_t page_bytes = 4096;
  REQUIRE(bytes.size() > 10 * page_bytes);
  const auto page = GENERATE(1U, 2U, 7U);
  bytes.replace(page * page_bytes, page_bytes, page_bytes, '\x5a');
  write_bytes(path, bytes);
  CAPTURE(page);
  CHECK(open_and_load(path).rfind(corrupt + path + ": ", 0) == 0);
  CHECK(bytes_of(path) == bytes);
}

TEST_CASE("a file cut in half is refused and left alone") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  make_history(path, 100);
  const std::string half = bytes_of(path).substr(0, bytes_of(path).size() / 2);
  write_bytes(path, half);
  CHECK(open_and_load(path).rfind(corrupt + path + ": ", 0) == 0);
  CHECK(bytes_of(path) == half);
}

TEST_CASE("an update whose topics are damaged is not sent as something else") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  make_history(path, 3);
  run_sql(path, "UPDATE updates SET topics = x'373a74' WHERE position = 2");
  CHECK(open_and_load(path) == corrupt + path + ": the topics of an update are damaged");
}

TEST_CASE("a path where no file can be is told with the system's words") {
  const temporary_folder folder;
  CHECK(open_and_load("") == unavailable + "its path is empty");
  const std::string missing = folder / "missing/history.db";
  CHECK(open_and_load(missing) == unavailable + missing + ": No such file or directory");
  const std::string itself = folder.path().string();
  CHECK(open_and_load(itself).rfind(unavailable + itself + ": unable to open database file", 0) ==
        0);
}

TEST_CASE("a folder that cannot be written is told, whether the file is there or not") {
  const temporary_folder folder;
  const std::string there = folder / "there.db";
  const std::string missing = folder / "missing.db";
  make_history(there, 1);
  REQUIRE(::chmod(there.c_str(), 0666) == 0);
  REQUIRE(::chmod(folder.path().c_str(), 0555) == 0);
  CHECK(open_as_ordinary_user(missing) == unavailable + missing + ": Permission denied");
  CHECK(open_as_ordinary_user(there) ==
        unavailable + there + ": attempt to write a readonly database" + hint);
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
}

TEST_CASE("a file that can only be read is told") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  make_history(path, 1);
  REQUIRE(::chmod(path.c_str(), 0444) == 0);
  REQUIRE(::chmod(folder.path().c_str(), 0777) == 0);
  CHECK(open_as_ordinary_user(path) == unavailable + path + ": it can only be read" + hint);
}

TEST_CASE("an empty file becomes a history") {
  const temporary_folder folder;
  write_bytes(folder / "history.db", "");
  make_history(folder / "history.db", 2);
  CHECK(read_back(folder / "history.db").size() == 2);
}
