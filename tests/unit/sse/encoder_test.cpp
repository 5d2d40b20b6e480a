#include "sse/encoder.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "sse/parser.hpp"

using namespace std::chrono_literals;
using sluice::event;
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
      {"\r\r\n\n", "\n\n\n"},
      {"eight...\rbytes...\n", "eight...\nbytes...\n"},
  };
  for (const auto& [data, parsed] : rows) {
    const auto messages = parse(encode_event(event(data)));
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].data == parsed);
    CHECK(messages[0].last_event_id.empty());
  }
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

TEST_CASE("Blocks are appended to what is there") {
  std::string bytes = "before";
  sluice::sse::append_event(bytes, event("1"));
  sluice::sse::append_event(bytes, event("2").type("t"));
  CHECK(bytes == "beforedata: 1\n\nevent: t\ndata: 2\n\n");
}

TEST_CASE("Spaces at the start of a field are not taken for the one behind the colon") {
  const auto messages = parse(encode_event(event("  data").type(" type").id(" id")));
  REQUIRE(messages.size() == 1);
  CHECK(messages[0] == sluice::sse::message{" type", "  data", " id"});
}

TEST_CASE("An event without data sets the id of those that follow, and dispatches nothing") {
  const auto messages = parse(encode_event(event().id("7")) + encode_event(event("x")));
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].last_event_id == "7");
}

TEST_CASE("A retry block sets the time and dispatches nothing") {
  std::string bytes;
  sluice::sse::append_retry(bytes, 2500ms);
  CHECK(bytes == "retry: 2500\n\n");
}
