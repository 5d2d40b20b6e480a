// A restart brings back every update as it was, in order.
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include "integration/sqlite/history_file.hpp"
#include "support/temporary_folder.hpp"

using namespace std::chrono_literals;
using sluice::audience;
using sluice::update;
using sluice::history::wall_time;
using sluice::test::answers;
using sluice::test::at;
using sluice::test::held_update;
using sluice::test::ids_of;
using sluice::test::open_log;
using sluice::test::outcome;
using sluice::test::read_back;
using sluice::test::temporary_folder;
using sluice::test::with_id;

namespace {

std::string all_bytes() {
  std::string text;
  for (int byte = 0; byte < 256; ++byte) text.push_back(static_cast<char>(byte));
  return text;
}

std::vector<update> updates_of_every_kind() {
  update full({"https://example.com/books/1", "t/ü", "x,3:y"}, "line 1\r\nline 2\n");
  full.id("urn:uuid:1").type("kind").retry(1500ms).to(audience::granted);
  update binary({all_bytes(), std::string("\0", 1)}, all_bytes());
  binary.id(std::string("a\0b", 3)).type(all_bytes());
  std::vector<std::string> topics;
  for (int n = 0; n < 1000; ++n) topics.push_back("topic/" + std::to_string(n));
  return {full,
          binary,
          with_id("empty", ""),
          with_id("large", std::string(1024 * 1024, '\xff')),
          update(topics, "of many topics").id("topics"),
          update({""}, "of an empty topic").id("topic").retry(0ms),
          with_id("retry").retry(std::chrono::milliseconds::max())};
}

std::vector<held_update> publish_every_kind(const std::string& path) {
  answers said;
  const auto log = open_log(at(path));
  std::vector<held_update> sent;
  // Nanoseconds are kept, and times need not grow.
  wall_time when = answers::now() + 123ns;
  for (const auto& one : updates_of_every_kind()) {
    said.append_to(*log, one, when);
    sent.push_back({one, when});
    when -= 1s + 1ns;
  }
  for (const auto& one : said.wait_for(sent.size())) CHECK(outcome(one.done) == "ok");
  return sent;
}

mode_t mode_of(const std::string& path) {
  struct stat seen {};
  REQUIRE(::stat(path.c_str(), &seen) == 0);
  return seen.st_mode & 07777;
}

}  // namespace

TEST_CASE("every field of every update survives a restart") {
  const temporary_folder folder;
  const auto sent = publish_every_kind(folder / "history.db");
  const auto held = read_back(folder / "history.db");
  REQUIRE(held.size() == sent.size());
  for (std::size_t n = 0; n < sent.size(); ++n) {
    CAPTURE(sent[n].what.id());
    CHECK(held[n].what.topics() == sent[n].what.topics());
    CHECK((held[n].what.data() == sent[n].what.data()));  // a megabyte is not shown
    CHECK(held[n].what.id() == sent[n].what.id());
    CHECK(held[n].what.type() == sent[n].what.type());
    CHECK(held[n].what.retry() == sent[n].what.retry());
    CHECK(held[n].what.to() == sent[n].what.to());
    CHECK(held[n].published == sent[n].published);
  }
}

TEST_CASE("updates of several runs, some with the same id, come back in the order of publishing") {
  const temporary_folder folder;
  std::vector<std::string> sent;
  for (int run = 0; run < 5; ++run) {
    answers said;
    const auto log = open_log(at(folder / "history.db"));
    for (int n = 0; n < 20; ++n) {
      sent.push_back(std::to_string(n));
      said.append_to(*log, with_id(sent.back()));
    }
    said.wait_for(20);
  }
  CHECK(ids_of(read_back(folder / "history.db")) == sent);
}

TEST_CASE("a new history is empty") {
  const temporary_folder folder;
  CHECK(read_back(folder / "history.db").empty());
  CHECK(read_back(folder / "history.db").empty());
}

TEST_CASE("nobody else can read what is private, neither in the file nor beside it") {
  const temporary_folder folder;
  answers said;
  const auto log = open_log(at(folder / "history.db"));
  said.append_to(*log, with_id("1").to(audience::granted));
  said.wait_for(1);
  CHECK(mode_of(folder / "history.db") == 0600);
  CHECK(mode_of(folder / "history.db-wal") == 0600);
}

TEST_CASE("a path that means something else to SQLite is a file like any other") {
  const temporary_folder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  {
    answers said;
    const auto log = open_log(at(":memory:"));
    said.append_to(*log, with_id("1"));
    said.wait_for(1);
  }
  const auto ids = ids_of(read_back(":memory:"));
  std::filesystem::current_path(before);
  CHECK(ids == std::vector<std::string>{"1"});
  CHECK(std::filesystem::exists(folder / ":memory:"));
}
