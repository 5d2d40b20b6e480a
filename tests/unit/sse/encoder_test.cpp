#include "sse/encoder.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "sse/parser.hpp"
#include "support/split.hpp"

using namespace std::chrono_literals;
using sluice::event;
using sluice::invalid_event;
using sluice::sse::encode_event;

namespace {

std::vector<sluice::sse::message> parse(const std::string& bytes) {
  std::vector<sluice::sse::message> messages;
  sluice::sse::parser reader;
  reader.feed(bytes, [&](sluice::sse::message what) { messages.push_back(std::move(what)); });
  return messages;
}

}  // namespace

TEST_CASE("An event is encoded field by field, in a fixed order") {
  struct row {
    event what;
    std::string bytes;
  };
  const std::vector<row> rows = {
      {event("21.5").type("temperature").id("42").retry(1500ms),
       "event: temperature\nid: 42\nretry: 1500\ndata: 21.5\n\n"},
      {event("x"), "data: x\n\n"},
      {event(""), "data: \n\n"},
      {event(" leading"), "data:  leading\n\n"},
      {event().id("9"), "id: 9\n\n"},
      {event().id(""), "id: \n\n"},
      {event().retry(0ms), "retry: 0\n\n"},
      {event("a\r\n\rb\n"), "data: a\ndata: \ndata: b\ndata: \n\n"},
  };
  for (const auto& [what, bytes] : rows) CHECK(encode_event(what) == bytes);
}

TEST_CASE("[C4] Line breaks of every kind stay inside the data of one event") {
  struct row {
    std::string data;
    std::string parsed;
  };
  const std::vector<row> rows = {
      {"a\rid:9\r\n\rdata:b", "a\nid:9\n\ndata:b"},
      {"a\n\nb\n", "a\n\nb\n"},
      {"\n", "\n"},
      {"\r\n", "\n"},
      {"\r", "\n"},
      {"\n\r", "\n\n"},
      {"", ""},
  };
  for (const auto& [data, parsed] : rows) {
    const auto messages = parse(encode_event(event(data)));
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].data == parsed);
    CHECK(messages[0].last_event_id.empty());
  }
}

TEST_CASE(
    "[C4] Ids and types that would forge a field are refused, and the event stays as it was") {
  event what("data");
  CHECK_THROWS_AS(what.type("x\nevent: y"), invalid_event);
  CHECK_THROWS_AS(what.id("1\n2"), invalid_event);
  CHECK_THROWS_AS(what.id("1\r2"), invalid_event);
  CHECK_THROWS_AS(what.id(std::string("a\0b", 3)), invalid_event);
  CHECK_THROWS_WITH(what.id("1\r2"),
                    "the event's id holds a line break or NUL, which would break "
                    "the event stream");
  CHECK_THROWS_AS(what.retry(-1ms), invalid_event);
  CHECK(what == event("data"));
}

TEST_CASE("[C5] Text that is not UTF-8 is refused, never replaced") {
  CHECK_THROWS_WITH(event("\xFF"), "the event's data is not UTF-8");
  CHECK_THROWS_AS(event("x").id("\xC0\x80"), invalid_event);
  CHECK_THROWS_AS(event("x").type("\xED\xA0\x80"), invalid_event);
}

TEST_CASE("[C5] A megabyte of three-byte characters comes back byte for byte") {
  for (std::size_t offset = 0; offset < 3; ++offset) {
    std::string data(offset, 'x');
    while (data.size() < 1024 * 1024) data += "\xE2\x86\x92";
    const auto messages = parse(encode_event(event(data)));
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].data == data);
  }
}

TEST_CASE("A comment dispatches nothing, whatever it says") {
  std::string bytes;
  sluice::sse::append_comment(bytes, "");
  CHECK(bytes == ":\n\n");
  sluice::sse::append_comment(bytes, "a\rdata: forged\r\n\nid: 3");
  CHECK(bytes == ":\n\n:a\n:data: forged\n:\n:id: 3\n\n");
  CHECK(parse(bytes).empty());
}

TEST_CASE("A retry block sets the time and dispatches nothing") {
  std::string bytes;
  sluice::sse::append_retry(bytes, 2500ms);
  CHECK(bytes == "retry: 2500\n\n");
}
