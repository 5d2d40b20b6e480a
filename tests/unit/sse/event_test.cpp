#include "sluice/event.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace std::string_literals;
using sluice::event;
using sluice::invalid_event;

TEST_CASE("An event holds what it was given, and nothing that it was not") {
  const event nothing;
  CHECK_FALSE(nothing.data());
  CHECK_FALSE(nothing.id());
  CHECK(nothing.type().empty());
  CHECK_FALSE(nothing.retry());

  const event all = event("21.5").type("temperature").id("42").retry(1500ms);
  CHECK(all.data() == "21.5");
  CHECK(all.type() == "temperature");
  CHECK(all.id() == "42");
  CHECK(all.retry() == 1500ms);
}

TEST_CASE("Empty data and an empty id are not absent ones") {
  CHECK(event("") != event());
  CHECK(event("").data() == "");
  CHECK(event("x").id("") != event("x"));
  CHECK(event("x").id("").id() == "");
}

TEST_CASE("Events copy and compare by what they hold") {
  const event one = event("x").id("1");
  event other = one;
  CHECK(other == one);
  other.id("2");
  CHECK(other != one);
  CHECK(one.id() == "1");
}

TEST_CASE("[C4] Ids and types that would forge a field are refused, and it is said which and why") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"LF", "x\nevent: y"}, {"CR", "1\r2"},     {"CR LF", "1\r\n2"},
      {"NUL", "a\0b"s},      {"LF last", "1\n"}, {"NUL first", "\0"s},
  };
  for (const auto& [name, text] : rows) {
    INFO(name);
    event what = event("data").id("before").type("before");
    CHECK_THROWS_WITH(
        what.id(text),
        "the event's id holds a line break or NUL, which would break the event stream");
    CHECK_THROWS_WITH(
        what.type(text),
        "the event's type holds a line break or NUL, which would break the event stream");
    CHECK(what == event("data").id("before").type("before"));
  }
}

TEST_CASE("[C5] Text that is not UTF-8 is refused, never replaced") {
  event what("before");
  for (const char* const text : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "cut off \xE2\x86"}) {
    CHECK_THROWS_WITH(event(text), "the event's data is not UTF-8");
    CHECK_THROWS_WITH(what.data(text), "the event's data is not UTF-8");
    CHECK_THROWS_WITH(what.id(text), "the event's id is not UTF-8");
    CHECK_THROWS_WITH(what.type(text), "the event's type is not UTF-8");
  }
  CHECK(what == event("before"));
}

TEST_CASE("A negative retry time is refused, and none at all is not") {
  event what = event("x").retry(1s);
  CHECK_THROWS_AS(what.retry(-1ms), invalid_event);
  CHECK_THROWS_WITH(what.retry(-1ms), "the event's retry time is negative");
  CHECK(what.retry() == 1s);
  CHECK(what.retry(0ms).retry() == 0ms);
}

TEST_CASE("Line breaks and NUL are allowed in data") {
  CHECK(event("a\r\n\rb\n\0"s).data() == "a\r\n\rb\n\0"s);
}
