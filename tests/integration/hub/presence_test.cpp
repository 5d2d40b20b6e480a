// Who is subscribed, told and listed (Mercure draft 07, "Active subscriptions").
// GCC 12 warns of its own <regex> where a sanitizer looks on (GCC PR 105616).
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <catch2/catch.hpp>

#include <regex>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

const std::string list_path = hub_path + "/subscriptions";
const std::string all_paths = list_path + "{/topic}{/subscriber}";

worker_plan telling_hub() {
  return open_hub().flag("--subscriptions");
}

// Reads what is told of streams, itself granted all of it.
web_request watching() {
  return with_bearer(subscribe_request({list_path + "/{topic}/{subscriber}"}),
                     subscriber_token({all_paths}));
}

web_request listing(const std::string& path, const std::vector<std::string>& grants = {all_paths}) {
  return with_bearer(web_request(path), subscriber_token(grants));
}

std::string subscriber_in(const std::string& document) {
  std::smatch found;
  const std::regex member("\"subscriber\": \"(urn:uuid:[0-9a-f-]{36})\"");
  REQUIRE(std::regex_search(document, found, member));
  return found[1];
}

std::string path_of(const std::string& encoded_topic, const std::string& subscriber) {
  return list_path + "/" + encoded_topic + "/" +
         std::regex_replace(subscriber, std::regex(":"), "%3A");
}

std::string document(const std::string& encoded_topic, const std::string& topic,
                     const std::string& subscriber, const std::string& active,
                     const std::string& more = "") {
  return "{\n  \"@context\": \"https://mercure.rocks/\",\n  \"id\": \"" +
         path_of(encoded_topic, subscriber) +
         "\",\n  \"type\": \"Subscription\",\n  \"subscriber\": \"" + subscriber +
         "\",\n  \"topic\": \"" + topic + "\",\n  \"active\": " + active + more + "\n}";
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("That a stream begins and ends is told for each of its selectors, with its payload") {
  hub_worker with(telling_hub());
  auto watcher = with.stream(watching());
  // It is told of itself as well.
  CHECK(watcher.next().data->find("\"active\": true") != std::string::npos);
  const auto payload = R"({"mercure":{"subscribe":[],"payload":{"user":"u"}}})";
  std::string who;
  {
    auto reader = with.stream(with_bearer(subscribe_request({"a", "b/{id}"}), make_token(payload)));
    const auto first = watcher.next();
    who = subscriber_in(*first.data);
    const std::string more = ",\n  \"payload\": {\n    \"user\": \"u\"\n  }";
    CHECK(first.data == document("a", "a", who, "true", more));
    CHECK(first.type.empty());
    CHECK(first.id.value_or("").rfind("urn:uuid:", 0) == 0);
    CHECK(watcher.next().data == document("b%2F%7Bid%7D", "b/{id}", who, "true", more));
  }
  for (const std::string topic : {"\"a\"", "\"b/{id}\""}) {
    const auto ended = watcher.next();
    CHECK(ended.data->find("\"active\": false") != std::string::npos);
    CHECK(ended.data->find("\"topic\": " + topic) != std::string::npos);
    CHECK(subscriber_in(*ended.data) == who);
  }
}

TEST_CASE("Nobody is told of streams without a grant for that") {
  hub_worker with(telling_hub());
  auto nobody = with.stream(subscribe_request({"*"}));
  auto other = with.stream(with_bearer(subscribe_request({"*"}), subscriber_token({"b/{any}"})));
  { auto passing = with.stream(subscribe_request({"a"})); }
  publisher(with.address(), publisher_token()).publish("a", "public");
  CHECK(nobody.next().data == "public");
  CHECK(other.next().data == "public");
}

TEST_CASE("Streams are listed: all, those of one selector, and one alone") {
  hub_worker with(telling_hub());
  auto first = with.stream(subscribe_request({"a", "https://example.com/{id}?x"}));
  auto second = with.stream(subscribe_request({"a"}));
  const std::string newest = publisher(with.address(), publisher_token()).publish("x", "x");

  const auto all = with.answer_to(listing(list_path));
  CHECK(all.code() == 200);
  CHECK(all.all("Content-Type") == std::vector{"application/ld+json"s});
  CHECK(count(all.body, "\"type\": \"Subscription\"") == 3);
  CHECK(count(all.body, "\"active\": true") == 3);
  CHECK(count(all.body, "\"topic\": \"a\"") == 2);
  CHECK(all.body.find("\"id\": \"" + list_path + "\"") != std::string::npos);
  CHECK(all.body.find("\"lastEventID\": \"" + newest + "\"") != std::string::npos);

  const auto of_topic = with.answer_to(listing(list_path + "/a"));
  CHECK(count(of_topic.body, "\"type\": \"Subscription\"") == 2);

  const auto encoded = list_path + "/https%3A%2F%2Fexample.com%2F%7Bid%7D%3Fx";
  const auto of_encoded = with.answer_to(listing(encoded));
  REQUIRE(count(of_encoded.body, "\"type\": \"Subscription\"") == 1);
  const auto who = subscriber_in(of_encoded.body);
  const auto one = with.answer_to(listing(path_of("a", who)));
  CHECK(one.code() == 200);
  CHECK(one.body == document("a", "a", who, "true", ",\n  \"lastEventID\": \"" + newest + "\""));
}

TEST_CASE("The list is empty when the last stream has gone") {
  hub_worker with(telling_hub());
  auto watcher = with.stream(watching());
  watcher.next();
  const auto streams = [&] {
    return count(with.answer_to(listing(list_path + "/a")).body, "\"type\": \"Subscription\"");
  };
  {
    auto reader = with.stream(subscribe_request({"a"}));
    CHECK(streams() == 1);
    watcher.next();
  }
  watcher.next();  // it is told when it is no longer listed
  CHECK(streams() == 0);
  const auto empty = with.answer_to(listing(list_path + "/a"));
  CHECK(empty.code() == 200);
  CHECK(empty.body.find("\"subscriptions\": []") != std::string::npos);
}

TEST_CASE("A list is for who is granted its path, and what is not there is unknown", "[F8]") {
  hub_worker with(telling_hub());
  auto reader = with.stream(subscribe_request({"a"}));
  check_refusal(with.answer_to(web_request(list_path)), 401);
  check_refusal(with.answer_to(with_bearer(web_request(list_path), "x.y.z")), 401);
  check_refusal(with.answer_to(listing(list_path, {})), 403);
  check_refusal(with.answer_to(listing(list_path, {"a"})), 403);
  check_refusal(with.answer_to(listing(list_path, {list_path + "/a"})), 403);
  CHECK(with.answer_to(listing(list_path, {list_path})).code() == 200);
  CHECK(with.answer_to(listing(list_path, {"*"})).code() == 200);
  check_refusal(with.answer_to(listing(list_path + "/a/urn%3Auuid%3A0")), 404);
  check_refusal(with.answer_to(listing(list_path + "/a/b/c", {"*"})), 404);
  check_refusal(with.answer_to(listing(list_path + "/", {"*"})), 404);
  check_refusal(with.answer_to(listing(list_path).method("POST")), 405);
}

TEST_CASE("A list that has not changed is not sent again") {
  hub_worker with(telling_hub());
  const auto before = with.answer_to(listing(list_path));
  REQUIRE(before.all("ETag").size() == 1);
  CHECK(before.body.find("\"lastEventID\": \"earliest\"") != std::string::npos);
  auto again = listing(list_path);
  const auto same =
      with.answer_to(again.variable("HTTP_IF_NONE_MATCH", before.all("ETag").front()));
  CHECK(same.code() == 304);
  CHECK(same.body.empty());
  CHECK(same.all("ETag") == before.all("ETag"));
  auto reader = with.stream(subscribe_request({"a"}));
  const auto after = with.answer_to(again);
  CHECK(after.code() == 200);
  CHECK(after.all("ETag") != before.all("ETag"));
}

TEST_CASE("A stream that begins at a list's last id is told of all that came after the list") {
  hub_worker with(telling_hub());
  auto early = with.stream(subscribe_request({"a"}));
  const auto list = with.answer_to(listing(list_path));
  std::smatch id;
  const std::regex member("\"lastEventID\": \"([^\"]+)\"");
  REQUIRE(std::regex_search(list.body, id, member));
  auto late = with.stream(subscribe_request({"b"}));
  auto watcher = with.stream(watching().last_event_id(id[1]));
  CHECK(watcher.next().data->find("\"topic\": \"b\"") != std::string::npos);
}

TEST_CASE("Where it is not wanted nobody is told or listed", "[F8]") {
  hub_worker with;
  auto watcher = with.stream(with_bearer(subscribe_request({"*"}), subscriber_token({"*"})));
  { auto passing = with.stream(subscribe_request({"a"})); }
  publisher(with.address(), publisher_token()).publish("a", "1");
  CHECK(watcher.next().data == "1");
  const auto refused = with.answer_to(listing(list_path));
  check_refusal(refused, 404);
  CHECK(refused.body.find("--subscriptions") != std::string::npos);
}
