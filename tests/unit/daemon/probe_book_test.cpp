#include "daemon/probe_book.hpp"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::time_point;
using sluice::daemon::probe_book;
using state = sluice::daemon::probe_entry::state;

namespace {

const time_point start = time_point() + 1h;

}  // namespace

TEST_CASE("A probe's course is known under its id") {
  probe_book book;
  REQUIRE(book.try_begin("a", start));
  CHECK(book.find("a")->now == state::running);
  book.count_write("a");
  book.count_write("a");
  book.end("a", state::client_gone, start + 3s);
  const auto entry = book.find("a");
  REQUIRE(entry.has_value());
  CHECK(entry->now == state::client_gone);
  CHECK(entry->writes == 2);
  CHECK(entry->ended - entry->begun == 3s);
  CHECK_FALSE(book.find("b").has_value());
}

TEST_CASE("Sixteen run at a time, with or without an id") {
  probe_book book;
  for (std::size_t i = 0; i < probe_book::most_running; ++i) {
    REQUIRE(book.try_begin(i % 2 == 0 ? "" : std::to_string(i), start));
  }
  CHECK_FALSE(book.try_begin("late", start));
  CHECK_FALSE(book.find("late").has_value());
  book.end("", state::complete, start + 1s);
  CHECK(book.try_begin("late", start + 1s));
}

TEST_CASE("The last 64 are remembered, and ids that are used again stand for the last") {
  probe_book book;
  for (int i = 0; i < 70; ++i) {
    REQUIRE(book.try_begin(std::to_string(i), start));
    book.end(std::to_string(i), state::complete, start);
  }
  CHECK_FALSE(book.find("5").has_value());
  CHECK(book.find("6").has_value());
  REQUIRE(book.try_begin("6", start + 5s));
  CHECK(book.find("6")->now == state::running);
}

TEST_CASE("What ends or writes after it was forgotten leaves the others alone") {
  probe_book book;
  REQUIRE(book.try_begin("old", start));
  for (int i = 0; i < 64; ++i) {
    REQUIRE(book.try_begin(std::to_string(i), start));
    book.end(std::to_string(i), state::complete, start);
  }
  book.count_write("old");
  book.end("old", state::complete, start);
  CHECK_FALSE(book.find("old").has_value());
  CHECK(book.find("63")->writes == 0);
}

TEST_CASE("Without an id nothing is remembered") {
  probe_book book;
  REQUIRE(book.try_begin("", start));
  CHECK_FALSE(book.find("").has_value());
}
