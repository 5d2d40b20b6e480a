// C5, from the encoder on: a large event arrives whole, whatever the records' borders cut.
#include <catch2/catch.hpp>

#include <algorithm>

#include "support/ask.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

std::string expected_text(std::size_t offset) {
  std::string text(offset, 'x');
  while (text.size() + 3 <= mebibyte) text += "\xE2\x86\x92";
  return text;
}

// True when a record's border falls inside a character: the byte behind it continues one.
bool cuts_a_character(const std::string& stream, const std::vector<std::size_t>& records) {
  std::size_t at = 0;
  for (const auto bytes : records) {
    at += bytes;
    if (at < stream.size() && (static_cast<unsigned char>(stream[at]) & 0xC0) == 0x80) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("An event of 1 MiB is byte-exact in records of at most 65,535 bytes", "[C5]") {
  worker with;
  bool has_cut = false;
  for (const std::size_t offset : {0, 1, 2}) {
    const auto target = "/sluice/utf8?offset=" + std::to_string(offset);
    const auto response = ask(with.address(), web_request(target));
    REQUIRE(is_complete_answer(response));
    CHECK(*std::max_element(response.records.begin(), response.records.end()) <= 65535);
    // Only the last STDOUT record is empty: an empty one before would end the stream there.
    CHECK(std::count(response.records.begin(), response.records.end(), 0U) == 1);
    event_text text;
    const auto blocks = text.feed(parse_answer(response.output).body);
    REQUIRE_FALSE(blocks.empty());
    CHECK(blocks.back().data == expected_text(offset));
    CHECK(std::count_if(blocks.begin(), blocks.end(),
                        [](const event_block& each) { return each.is_dispatched(); }) == 1);
    CHECK(text.rest().empty());
    has_cut = has_cut || cuts_a_character(response.output, response.records);
  }
  // Otherwise this test shows nothing.
  CHECK(has_cut);
}

TEST_CASE("Large events arrive whole at a reader that takes few bytes at a time", "[C5]") {
  worker with;
  subscriber slow(with.address(), web_request("/sluice/events?count=40&interval_ms=0&bytes=70000"));
  for (int n = 1; n <= 40; ++n) {
    const auto event = slow.next();
    CHECK(event.id == std::to_string(n));
    CHECK(event.data.value_or("").size() > 70000);
  }
  const auto ending = slow.read_to_end();
  CHECK(ending.events.empty());
  CHECK(ending.cut.empty());
  CHECK(ending.end == request_complete);
}
