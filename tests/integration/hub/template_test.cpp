// What a selector matches is one rule, for streams, for private updates and for publishers' tokens
// (Mercure draft 07, "Topic selectors"; RFC 6570; field report H8).
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;

namespace {

struct row {
  std::string selector;
  std::vector<std::string> matched;
  std::vector<std::string> others;
};

const std::vector<row> table{
    {"/o/{id}",
     {"/o/7", "/o/", "/o/%37", "/o/a%2Fb", "/o/a,b", "/o/{id}", "/o/-._~"},
     {"/o/7/l", "/o/a/b", "/O/7", "/o/+", "/o/7?x", "/o/a=b", "/o/caf\xC3\xA9", "/o", "o/7",
      "/o/7\\", "/o/%3"}},
    {"/o/7", {"/o/7"}, {"/o/%37", "/O/7", "/o/7/", "%2Fo%2F7", "/o/8"}},
    {"caf\xC3\xA9", {"caf\xC3\xA9"}, {"cafe\xCC\x81", "cafe", "CAF\xC3\x89"}},
    {"{?topic}",
     {"?topic=https%3A%2F%2Fx", "?other=x", "?x"},
     {"?topic=https://x", "topic=x", "?a&b"}},
    {"/x{/a}{/b}", {"/x", "/x/1", "/x/1/2", "/x/"}, {"/x/1/2/3", "/y/1"}},
    {"/n/{id:3}", {"/n/1", "/n/12345"}, {"/n/1/2"}},
    {"/r/{+rest}", {"/r/a/b?c=d#e", "/r/"}, {"/r/\xC3\xA9", "/s/a"}},
    {"{scheme}://{+host}/x/{id}.jsonld",
     {"https://a.example/x/1.jsonld", "https://a.example/y/x/1.jsonld"},
     {"https://a.example/x/1.json", "https://a.example/x/1/2.jsonld"}},
    {"/l/{a,b}", {"/l/1,2", "/l/1", "/l/"}, {"/l/1/2"}},
    {"/e/{list*}", {"/e/1,2,3", "/e/k=v"}, {"/e/1/2"}},
    // No selector is a regular expression.
    {"/o/.*", {"/o/.*"}, {"/o/7", "/o/"}},
    {"^/o", {"^/o"}, {"/o", "/o/7"}},
    {"/o/[0-9]", {"/o/[0-9]"}, {"/o/7"}},
    {"/o/*", {"/o/*"}, {"/o/7"}},
    // Not valid as templates, so strings like any other.
    {"/b/{book-id}", {"/b/{book-id}"}, {"/b/1"}},
    {"/b/{", {"/b/{"}, {"/b/", "/b/x"}},
    {"/b/{}", {"/b/{}"}, {"/b/"}},
    {"/b/ {id}", {"/b/ {id}"}, {"/b/ 1"}},
    // The one encoding of query and form is taken off once, and no more.
    {"%2Fp", {"%2Fp"}, {"/p"}},
    {"a+b", {"a+b"}, {"a b"}},
    {"a b", {"a b"}, {"a+b", "a%20b"}},
};

// "+" for those of `topics` that came, "-" for those that did not, up to the update "end".
std::string deliveries(subscriber& reader, std::size_t topics) {
  std::string seen(topics, '-');
  for (auto next = reader.next(); next.data != "end"; next = reader.next()) {
    seen[std::stoul(*next.data)] = '+';
  }
  return seen;
}

}  // namespace

TEST_CASE("A selector means the same in a stream, in a subscriber's and in a publisher's token",
          "[H8]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  for (const auto& [selector, matched, others] : table) {
    INFO("selector " << selector);
    auto topics = matched;
    topics.insert(topics.end(), others.begin(), others.end());
    const std::string expected = std::string(matched.size(), '+') + std::string(others.size(), '-');

    auto asking = with.stream(subscribe_request({selector, "end"}));
    const std::string limited = publisher_token({selector});
    std::string published;
    for (std::size_t i = 0; i < topics.size(); ++i) {
      const auto number = std::to_string(i);
      by.publish(topics[i], number);
      const auto code =
          with.answer_to(
                  with_bearer(publish_request({{"topic", topics[i]}, {"data", number}}), limited))
              .code();
      CHECK((code == 200 || code == 403));
      published += code == 200 ? '+' : '-';
    }
    by.publish("end", "end");
    CHECK(deliveries(asking, topics.size()) == expected);
    CHECK(published == expected);

    auto granted =
        with.stream(with_bearer(subscribe_request({"*"}), subscriber_token({selector, "end"})));
    for (std::size_t i = 0; i < topics.size(); ++i) {
      by.publish({{"topic", topics[i]}, {"data", std::to_string(i)}, {"private", "on"}});
    }
    by.publish({{"topic", "end"}, {"data", "end"}, {"private", "on"}});
    CHECK(deliveries(granted, topics.size()) == expected);
  }
}

TEST_CASE("A selector's encoding in the query is taken off once", "[H8]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  struct encoded {
    std::string query;
    std::string topic;
  };
  for (const auto& [query, topic] : {
           encoded{"topic=%2Fo%2F7", "/o/7"},
           encoded{"topic=/o/7", "/o/7"},
           encoded{"topic=a+b", "a b"},
           encoded{"topic=a%20b", "a b"},
           encoded{"topic=a%2Bb", "a+b"},
           encoded{"topic=%252F", "%2F"},
           encoded{"topic=%zz%", "%zz%"},
           encoded{"topic=caf%c3%a9", "caf\xC3\xA9"},
           encoded{"x=1&&topic=a=b&", "a=b"},
       }) {
    INFO(query);
    auto reader = with.stream(web_request(hub_path + "?" + query));
    by.publish("x", "other");
    by.publish(topic, "mine");
    CHECK(reader.next().data == "mine");
  }
}
