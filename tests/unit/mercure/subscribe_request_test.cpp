#include "mercure/subscribe_request.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::fields;
using sluice::request;
using sluice::mercure::cursor;
using sluice::mercure::cursor_kind;
using sluice::mercure::refusal;
using sluice::mercure::subscribe_limits;
using sluice::mercure::subscribe_request;
using sluice::mercure::try_read_subscription;

namespace {

request get(std::string query, std::optional<std::string> last_event_id = std::nullopt) {
  fields variables = {{"REQUEST_METHOD", "GET"},
                      {"REQUEST_URI", "/.well-known/mercure?" + query},
                      {"QUERY_STRING", query}};
  if (last_event_id) variables.emplace_back("HTTP_LAST_EVENT_ID", *last_event_id);
  return request(variables, "");
}

cursor after(std::string id) {
  return {cursor_kind::after, std::move(id)};
}

}  // namespace

TEST_CASE("The topics of a query are kept in their order, each once") {
  struct row {
    std::string query;
    std::vector<std::string> selectors;
  };
  const std::vector<row> rows = {
      {"topic=a", {"a"}},
      {"topic=b&topic=a&topic=b&x=y&topic=c", {"b", "a", "c"}},
      {"topic=*", {"*"}},
      {"topic=https%3A%2F%2Fexample.com%2Ffoo%2F%7Brandom%7D",
       {"https://example.com/foo/{random}"}},
      {"topic=%25&topic=%", {"%"}},
      {"topic=/.well-known/mercure/subscriptions{/topic}{/subscriber}",
       {"/.well-known/mercure/subscriptions{/topic}{/subscriber}"}},
      {"authorization=x&topic=a&lastEventID=", {"a"}},
  };
  for (const auto& [query, selectors] : rows) {
    CAPTURE(query);
    const auto read = try_read_subscription(get(query), {});
    REQUIRE(read.has_value());
    CHECK(*read == subscribe_request{selectors, cursor()});
  }
}

TEST_CASE("[H8] Selectors are decoded once and otherwise kept byte for byte") {
  CHECK(try_read_subscription(
            get("topic=%2Fo%2F7&topic=/o/%2537&topic=/o/a%252Fb&topic=/o/+&topic=/o/%2B&"
                "topic=/O/7&topic=caf%C3%A9&topic=cafe%CC%81&topic=.*"),
            {})
            ->selectors == std::vector<std::string>{"/o/7", "/o/%37", "/o/a%2Fb", "/o/ ", "/o/+",
                                                    "/O/7", "caf\xC3\xA9", "cafe\xCC\x81", ".*"});
}

TEST_CASE("A stream that could never get anything is refused") {
  const subscribe_limits small = {2, 4};
  struct row {
    std::string query;
    std::string sentence;
  };
  const std::vector<row> rows = {
      {"", "the parameter \"topic\" is missing"},
      {"Topic=a&topics=b&lastEventID=c", "the parameter \"topic\" is missing"},
      {"topic=", "a parameter \"topic\" is empty"},
      {"topic=a&topic", "a parameter \"topic\" is empty"},
      {"topic=a&topic=b&topic=c", "there are more than 2 parameters \"topic\""},
      {"topic=a&topic=a&topic=a", "there are more than 2 parameters \"topic\""},
      {"topic=abcde", "the topic \"abcde\" is longer than 4 bytes"},
      {"topic=a&topic=b%FF", "a parameter \"topic\" is not UTF-8: \"b\\xff\""},
      {"topic=a%0A", "the topic \"a\\x0a\" holds a control character"},
      {"topic=a&lastEventID=%FF", "the last event id is not UTF-8: \"\\xff\""},
  };
  for (const auto& [query, sentence] : rows) {
    CAPTURE(query);
    const auto read = try_read_subscription(get(query), small);
    REQUIRE(read.has_error());
    CHECK(read.error() == refusal{400, sentence});
  }
  CHECK(try_read_subscription(get("topic=abcd&topic=%E2%86%92e"), small).has_value());
  CHECK(try_read_subscription(get("topic=a", "x\xFF"), {}).error() ==
        refusal{400, "the last event id is not UTF-8: \"x\\xff\""});
}

TEST_CASE("The limits that nothing else is said about are 100 topics of 1024 bytes a stream") {
  std::string query;
  for (int i = 0; i < 100; ++i)
    query += "topic=" + std::to_string(i) + std::string(1021, 'x') + "&";
  CHECK(try_read_subscription(get(query), {})->selectors.size() == 100);
  CHECK(try_read_subscription(get(query + "topic=0"), {}).error().sentence ==
        "there are more than 100 parameters \"topic\"");
  CHECK(try_read_subscription(get("topic=" + std::string(1024, 'x')), {}).has_value());
  CHECK(try_read_subscription(get("topic=" + std::string(1025, 'x')), {}).has_error());
}

TEST_CASE("[H1] Where to go on comes from the header, else from the query in any spelling") {
  struct row {
    std::string query;
    std::optional<std::string> header;
    cursor expected;
  };
  const std::string longest(5000, 'i');
  const std::vector<row> rows = {
      {"", std::nullopt, {}},
      {"", "", {}},
      {"&lastEventID=", std::nullopt, {}},
      {"&lastEventID=&Last-Event-ID=&last_event_id", "", {}},
      {"", "urn:1", after("urn:1")},
      {"&lastEventID=urn%3A1", std::nullopt, after("urn:1")},
      {"&Last-Event-ID=urn%3A1", std::nullopt, after("urn:1")},
      {"&last_event_id=urn%3A1", std::nullopt, after("urn:1")},
      // What symfony/mercure writes.
      {"&lastEventID=X&Last-Event-ID=X", std::nullopt, after("X")},
      {"&last_event_id=c&Last-Event-ID=b&lastEventID=a", std::nullopt, after("a")},
      {"&lastEventID=query", "header", after("header")},
      {"&lastEventID=earliest", "header", after("header")},
      {"&lastEventID=query", "earliest", {cursor_kind::earliest}},
      {"&lastEventID=query", "", after("query")},
      {"&lastEventID=earliest", std::nullopt, {cursor_kind::earliest}},
      {"&lastEventID=Earliest", std::nullopt, after("Earliest")},
      // What no update can have is unknown, not wrong.
      {"&lastEventID=%23x", std::nullopt, after("#x")},
      {"&lastEventID=a%0Ab", std::nullopt, after("a\nb")},
      {"", longest, after(longest)},
  };
  for (const auto& [query, header, expected] : rows) {
    CAPTURE(query, header.value_or("(absent)"));
    const auto read = try_read_subscription(get("topic=a" + query, header), {});
    REQUIRE(read.has_value());
    CHECK(read->from == expected);
  }
}
