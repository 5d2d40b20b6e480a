#include "mercure/subscription_document.hpp"

#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

using sluice::audience;
using sluice::mercure::subscription;
using sluice::mercure::subscription_document;
using sluice::mercure::subscription_state;
using sluice::mercure::subscription_update;
using sluice::mercure::subscriptions_document;

namespace {

constexpr const char* hub = "/.well-known/mercure";

subscription of_books() {
  return {"https://example.com/books/{id}", "urn:uuid:1", subscription_state::active,
          R"({"user":"kévin","roles":[1,null]})"};
}

}  // namespace

TEST_CASE("One subscription is a document with the hub's newest id at its root") {
  CHECK(subscription_document(hub, of_books(), "urn:uuid:9") == R"({
  "@context": "https://mercure.rocks/",
  "id": "/.well-known/mercure/subscriptions/https%3A%2F%2Fexample.com%2Fbooks%2F%7Bid%7D/urn%3Auuid%3A1",
  "type": "Subscription",
  "subscriber": "urn:uuid:1",
  "topic": "https://example.com/books/{id}",
  "active": true,
  "lastEventID": "urn:uuid:9",
  "payload": {
    "user": "kévin",
    "roles": [
      1,
      null
    ]
  }
})");
}

TEST_CASE("A document without payload, on a hub that had no update yet") {
  CHECK(subscription_document("/hub", {"a\"</b>", "s", subscription_state::ended}, "") == R"({
  "@context": "https://mercure.rocks/",
  "id": "/hub/subscriptions/a%22%3C%2Fb%3E/s",
  "type": "Subscription",
  "subscriber": "s",
  "topic": "a\"</b>",
  "active": false,
  "lastEventID": "earliest"
})");
}

TEST_CASE("Several subscriptions are one document without a context within") {
  CHECK(subscriptions_document("/.well-known/mercure/subscriptions", hub,
                               {of_books(), {"b", "urn:uuid:1"}}, "x") == R"({
  "@context": "https://mercure.rocks/",
  "id": "/.well-known/mercure/subscriptions",
  "type": "Subscriptions",
  "lastEventID": "x",
  "subscriptions": [
    {
      "id": "/.well-known/mercure/subscriptions/https%3A%2F%2Fexample.com%2Fbooks%2F%7Bid%7D/urn%3Auuid%3A1",
      "type": "Subscription",
      "subscriber": "urn:uuid:1",
      "topic": "https://example.com/books/{id}",
      "active": true,
      "payload": {
        "user": "kévin",
        "roles": [
          1,
          null
        ]
      }
    },
    {
      "id": "/.well-known/mercure/subscriptions/b/urn%3Auuid%3A1",
      "type": "Subscription",
      "subscriber": "urn:uuid:1",
      "topic": "b",
      "active": true
    }
  ]
})");
}

TEST_CASE("No subscriptions are an empty list, and the path asked for stays as it came") {
  CHECK(subscriptions_document("/.well-known/mercure/subscriptions/a%2fb", hub, {}, "") == R"({
  "@context": "https://mercure.rocks/",
  "id": "/.well-known/mercure/subscriptions/a%2fb",
  "type": "Subscriptions",
  "lastEventID": "earliest",
  "subscriptions": []
})");
  CHECK(subscriptions_document("/\xFF", hub, {}, "").find("\"id\": \"/\xEF\xBF\xBD\"") !=
        std::string::npos);
}

TEST_CASE("A subscription that begins or ends is a private update on its own id") {
  sluice::update expected({"/.well-known/mercure/subscriptions/b/urn%3Auuid%3A1"}, R"({
  "@context": "https://mercure.rocks/",
  "id": "/.well-known/mercure/subscriptions/b/urn%3Auuid%3A1",
  "type": "Subscription",
  "subscriber": "urn:uuid:1",
  "topic": "b",
  "active": false,
  "payload": 7
})");
  expected.to(audience::granted);
  CHECK(subscription_update(hub, {"b", "urn:uuid:1", subscription_state::ended, "7"}) == expected);
}

TEST_CASE("A payload that is not JSON is a fault of the program") {
  for (const char* const payload : {"", "{", "{}x", "'a'"}) {
    CAPTURE(payload);
    CHECK_THROWS_AS(subscription_document(hub, {"a", "s", subscription_state::active, payload}, ""),
                    std::invalid_argument);
  }
}
