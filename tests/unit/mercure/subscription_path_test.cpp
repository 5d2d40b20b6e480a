#include "mercure/subscription_path.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::mercure::subscription_filter;
using sluice::mercure::subscription_path;
using sluice::mercure::try_parse_subscription_path;

namespace {

constexpr const char* hub = "/.well-known/mercure";

}  // namespace

TEST_CASE("A subscription's path holds topic and subscriber, each as one segment") {
  struct row {
    subscription_filter what;
    std::string path;
  };
  const std::vector<row> rows = {
      {{}, "/.well-known/mercure/subscriptions"},
      {{"*"}, "/.well-known/mercure/subscriptions/%2A"},
      {{"https://example.com/books/{id}"},
       "/.well-known/mercure/subscriptions/https%3A%2F%2Fexample.com%2Fbooks%2F%7Bid%7D"},
      {{"https://example.com/a", "urn:uuid:bb3de268-05b0-4c65-b44e-8f9acefc29d6"},
       "/.well-known/mercure/subscriptions/https%3A%2F%2Fexample.com%2Fa/"
       "urn%3Auuid%3Abb3de268-05b0-4c65-b44e-8f9acefc29d6"},
      {{"a b+c%2F", "é"}, "/.well-known/mercure/subscriptions/a%20b%2Bc%252F/%C3%A9"},
      {{"..", "."}, "/.well-known/mercure/subscriptions/../."},
  };
  for (const auto& [what, path] : rows) {
    CAPTURE(path);
    CHECK(subscription_path(hub, what) == path);
    CHECK(try_parse_subscription_path(path, hub) == what);
  }
}

TEST_CASE("Every spelling of the same segment is read, and decoded once") {
  const std::string base = "/.well-known/mercure/subscriptions";
  CHECK(try_parse_subscription_path(base + "/urn:a/urn%3ab", hub) ==
        subscription_filter{"urn:a", "urn:b"});
  CHECK(try_parse_subscription_path(base + "/a+b", hub) == subscription_filter{"a+b"});
  CHECK(try_parse_subscription_path(base + "/%252F", hub) == subscription_filter{"%2F"});
  CHECK(try_parse_subscription_path(base + "/{id}", hub) == subscription_filter{"{id}"});
  CHECK(try_parse_subscription_path("/h/subscriptions/a", "/h") == subscription_filter{"a"});
}

TEST_CASE("Any other path below the hub is no subscription's") {
  for (const char* const path : {
           "",
           "/",
           "/.well-known/mercure",
           "/.well-known/mercure/",
           "/.well-known/mercure/subscription",
           "/.well-known/mercure/subscriptionsx",
           "/.well-known/mercure/subscriptions/",
           "/.well-known/mercure/subscriptions//",
           "/.well-known/mercure/subscriptions//b",
           "/.well-known/mercure/subscriptions/a/",
           "/.well-known/mercure/subscriptions/a/b/",
           "/.well-known/mercure/subscriptions/a/b/c",
           "/.well-known/mercure/subscriptions/https://example.com/a",
           "/.well-known/mercure/subscriptions/%FF",
           "/.well-known/mercure/subscriptions/a/%C3",
           "/.well-known/mercuresubscriptions",
           "/.well-known/mercure%2Fsubscriptions",
           "/x/.well-known/mercure/subscriptions",
       }) {
    CAPTURE(path);
    CHECK_FALSE(try_parse_subscription_path(path, hub).has_value());
  }
}
