#include "mercure/permission.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "hub/topic_match.hpp"

using sluice::auth::claims;
using sluice::auth::objection;
using sluice::auth::reason;
using sluice::mercure::coverage;
using sluice::mercure::coverage_of;
using sluice::mercure::judge_listing;
using sluice::mercure::judge_publish;
using sluice::mercure::judge_subscribe;
using sluice::mercure::notice;
using sluice::mercure::publish_grants;
using sluice::mercure::subscribe_grants;

namespace {

using texts = std::vector<std::string>;

claims publishing(std::optional<texts> selectors) {
  claims of;
  of.publish = std::move(selectors);
  return of;
}

claims subscribing(std::optional<texts> selectors) {
  claims of;
  of.subscribe = std::move(selectors);
  return of;
}

std::optional<objection> uncovered(std::string topic) {
  return objection{reason::topic_not_granted, '"' + topic + '"'};
}

}  // namespace

TEST_CASE("An update may be published when every one of its topics is granted") {
  const std::optional<objection> fine;
  const std::optional<objection> nothing = objection{reason::publish_not_granted};
  struct row {
    std::optional<texts> granted;
    texts topics;
    std::optional<objection> expected;
  };
  const std::vector<row> rows = {
      {std::nullopt, {"a"}, nothing},
      {texts{}, {"a"}, nothing},
      {texts{"*"}, {"a", "b", "/o/7"}, fine},
      {texts{"a", "*"}, {"z"}, fine},
      {texts{"a"}, {"a"}, fine},
      {texts{"a"}, {"A"}, uncovered("A")},
      {texts{"a", "b"}, {"b", "a"}, fine},
      {texts{"a", "b"}, {"a", "c", "d"}, uncovered("c")},
      {texts{"a"}, {"b\xC3\xA9"}, uncovered("b\\xc3\\xa9")},
      {texts{"https://example.com/books/{id}"}, {"https://example.com/books/1"}, fine},
      {texts{"https://example.com/books/{id}"},
       {"https://example.com/books/1", "https://example.com/books/1/2"},
       uncovered("https://example.com/books/1/2")},
      // A template matches itself, and one that is not valid nothing else.
      {texts{"/o/{id}"}, {"/o/{id}"}, fine},
      {texts{"/o/{id"}, {"/o/7"}, uncovered("/o/7")},
      {texts{"/o/.*"}, {"/o/7"}, uncovered("/o/7")},
  };
  for (const auto& [granted, topics, expected] : rows) {
    CAPTURE(topics, granted.value_or(texts{"(absent)"}));
    CHECK(judge_publish(topics, publish_grants(publishing(granted))) == expected);
  }
}

TEST_CASE("What a token grants to subscribe says nothing about publishing, nor the reverse") {
  CHECK(judge_publish({"a"}, publish_grants(subscribing(texts{"*"}))) ==
        objection{reason::publish_not_granted});
  CHECK(subscribe_grants(publishing(texts{"*"})).empty());
}

TEST_CASE("[H8] A token permits the topics that a stream of the same selector gets") {
  const auto granted = publish_grants(publishing(texts{"/o/{id}"}));
  struct row {
    std::string topic;
    bool expected;
  };
  const std::vector<row> rows = {
      {"/o/7", true},    {"/o/7/l", false}, {"/o/", true},   {"/o/%37", true},  {"/o/a%2Fb", true},
      {"/o/a/b", false}, {"/O/7", false},   {"/o/+", false}, {"/o/7?x", false},
  };
  for (const auto& [topic, expected] : rows) {
    CAPTURE(topic);
    CHECK(judge_publish({topic}, granted).has_value() == !expected);
    CHECK(sluice::hub::is_matched(topic, subscribe_grants(subscribing(texts{"/o/{id}"}))) ==
          expected);
  }
}

TEST_CASE("A private update comes by one topic that is wanted and another that is granted") {
  const std::vector<sluice::hub::selector> wanted = {
      sluice::hub::selector("https://example.com/books/{id}")};
  const auto granted =
      subscribe_grants(subscribing(texts{"https://example.com/users/foo/{?topic}"}));
  sluice::update what(
      {"https://example.com/books/1",
       "https://example.com/users/foo/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1"},
      "x");
  what.to(sluice::audience::granted);
  CHECK(sluice::hub::reaches(what, wanted, granted));
  CHECK_FALSE(sluice::hub::reaches(what, wanted, subscribe_grants(claims())));
  sluice::update only({"https://example.com/books/1"}, "x");
  only.to(sluice::audience::granted);
  CHECK_FALSE(sluice::hub::reaches(only, wanted, granted));
}

TEST_CASE("Who lists the subscriptions needs a selector for the path asked for") {
  const std::string path = "/.well-known/mercure/subscriptions/https%3A%2F%2Fexample.com%2Fa";
  CHECK(judge_listing(path, subscribe_grants(claims())) ==
        objection{reason::subscribe_not_granted});
  CHECK(judge_listing(path, subscribe_grants(subscribing(texts{"https://example.com/a"}))) ==
        objection{reason::topic_not_granted,
                  "a selector of mercure.subscribe has to match \"" + path + "\""});
  for (const char* const selector :
       {"*", "/.well-known/mercure/subscriptions/{topic}",
        "/.well-known/mercure/subscriptions{/topic}{/subscriber}",
        "/.well-known/mercure/subscriptions/https%3A%2F%2Fexample.com%2Fa"}) {
    CAPTURE(selector);
    CHECK(judge_listing(path, subscribe_grants(subscribing(texts{selector}))) == std::nullopt);
  }
}

TEST_CASE("[H7] A stream is told when no private update can reach it") {
  struct row {
    texts asked;
    std::optional<texts> granted;
    coverage expected;
  };
  const std::vector<row> rows = {
      {{"a"}, std::nullopt, coverage::nothing_granted},
      {{"*"}, texts{}, coverage::nothing_granted},
      {{"a"}, texts{"b"}, coverage::none_of_these},
      {{"a", "b"}, texts{"c", "b"}, coverage::some_of_these},
      {{"a"}, texts{"*"}, coverage::some_of_these},
      {{"*"}, texts{"a"}, coverage::some_of_these},
      {{"/o/7"}, texts{"/o/{id}"}, coverage::some_of_these},
      {{"/o/{id}"}, texts{"/o/7"}, coverage::some_of_these},
      {{"/o/{id}"}, texts{"/p/7"}, coverage::none_of_these},
      {{"/o/{id}"}, texts{"/o/{name}"}, coverage::some_of_these},
      {{"/o/{id}"}, texts{"/{kind}/7"}, coverage::some_of_these},
      {{"/o/{id}"}, texts{"/p/{id}"}, coverage::none_of_these},
      {{"https://example.com/books/{id}"},
       texts{"https://example.com/users/foo/{?topic}"},
       coverage::none_of_these},
  };
  for (const auto& [asked, granted, expected] : rows) {
    CAPTURE(asked, granted.value_or(texts{"(absent)"}));
    CHECK(coverage_of(asked, subscribe_grants(subscribing(granted))) == expected);
  }
  CHECK(notice(coverage::nothing_granted) ==
        "nothing is granted to this stream: it gets public updates only");
  CHECK(notice(coverage::none_of_these) ==
        "the token grants none of the topics asked for: private updates come only by an alternate "
        "topic that it grants");
  CHECK(notice(coverage::some_of_these).empty());
}

TEST_CASE("Where each topic of a stream needs a grant, a pattern needs one that matches its text") {
  const auto judge = [](const texts& asked, const texts& granted) {
    return judge_subscribe(asked, subscribe_grants(subscribing(granted)));
  };
  CHECK(judge({"a"}, {}) == objection{reason::subscribe_not_granted});
  CHECK_FALSE(judge({"a"}, {"a"}).has_value());
  CHECK(judge({"a", "b"}, {"a"}) == uncovered("b"));
  CHECK_FALSE(judge({"/o/7"}, {"/o/{id}"}).has_value());
  CHECK_FALSE(judge({"/o/{id}"}, {"/o/{id}"}).has_value());
  CHECK(judge({"/o/{id}"}, {"/o/7"}) == uncovered("/o/{id}"));
  CHECK(judge({"*"}, {"a"}) == uncovered("*"));
  CHECK_FALSE(judge({"*", "a"}, {"*"}).has_value());
}
