#include "cli/tail_arguments.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace sluice::cli;

namespace {

using words = std::vector<std::string>;

std::string problem_of(const words& given) {
  const auto read = try_read_tail(given);
  return read ? "" : read.error().sentence;
}

}  // namespace

TEST_CASE("A topic alone is followed for ever, from now on") {
  tail_order expected;
  expected.topics = {"news"};
  const auto read = try_read_tail({"news"});
  REQUIRE(read.has_value());
  CHECK(*read == expected);
}

TEST_CASE("All that tail may be told is read") {
  const auto read = try_read_tail({"a", "--url", "https://e.com", "b/{c}", "--socket", "/s",
                                   "--token-file", "t", "--last-event-id", "earliest", "--count",
                                   "3", "--json", "--once", "--config", "f"});
  REQUIRE(read.has_value());
  CHECK(read->topics == words{"a", "b/{c}"});
  CHECK(read->url->text() == "https://e.com/.well-known/mercure");
  CHECK(read->socket == "/s");
  CHECK(read->token_file == "t");
  CHECK(read->configuration == "f");
  CHECK(read->course.count == 3);
  CHECK(read->course.last_event_id == "earliest");
  CHECK(read->course.then == after_end::leave);
  CHECK(read->format == event_format::json);
}

TEST_CASE("What cannot be followed is refused with the reason") {
  using Catch::Contains;
  CHECK(problem_of({}) == "say a topic; --help has examples");
  CHECK(problem_of({"--url", "https://e.com"}) == "say a topic; --help has examples");
  CHECK(try_read_tail({"--url", "https://e.com/events"})->topics.empty());
  CHECK_THAT(problem_of({"a", "--count", "0"}), Contains("from 1 on"));
  CHECK_THAT(problem_of({"a", "--count", "many"}), Contains("from 1 on"));
  CHECK_THAT(problem_of({"a", "--last-event-id", "1\r\nX: y"}), Contains("control characters"));
  CHECK_THAT(problem_of({"a", "--url", "e.com"}), Contains("https://"));
  CHECK_THAT(problem_of({"\xFF"}), Contains("not UTF-8"));
}
