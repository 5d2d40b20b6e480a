// DELETE of a topic: its streams end, and browsers stop coming back (field report C1).
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

web_request end_request(const std::vector<std::string>& topics,
                        const std::string& token = publisher_token()) {
  return with_bearer(subscribe_request(topics).method("DELETE"), token);
}

// A browser that got this end does not come back: its next try is 204.
void check_is_over(const hub_worker& with, subscriber& reader, const web_request& asked) {
  const auto ending = reader.read_to_end();
  CHECK(ending.events.empty());
  CHECK(ending.cut.empty());
  CHECK(ending.end == request_complete);
  REQUIRE(reader.silent_blocks().back().id.has_value());
  auto again = asked;
  const auto answer = with.answer_to(again.last_event_id(*reader.silent_blocks().back().id));
  CHECK(answer.code() == 204);
  CHECK(answer.body.empty());
}

}  // namespace

TEST_CASE("The end of a topic ends its streams behind its last update, and the next try is 204",
          "[C1]") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  for (int i = 0; i < 100; ++i) by.publish("a", std::to_string(i));
  const auto ended = with.answer_to(end_request({"a"}));
  CHECK(ended.code() == 204);
  CHECK(ended.body.empty());
  for (int i = 0; i < 100; ++i) REQUIRE(reader.next().data == std::to_string(i));
  check_is_over(with, reader, subscribe_request({"a"}));
  // Also who comes without an id has nothing to wait for.
  CHECK(with.answer_to(subscribe_request({"a"})).code() == 204);
}

TEST_CASE("A stream goes on while one of its topics does", "[C1]") {
  hub_worker with;
  auto both = with.stream(subscribe_request({"a", "b"}));
  auto pattern = with.stream(subscribe_request({"a", "/x/{any}"}));
  auto other = with.stream(subscribe_request({"b"}));
  publisher by(with.address(), publisher_token());
  CHECK(with.answer_to(end_request({"a"})).code() == 204);
  by.publish({{"topic", "b"}, {"topic", "/x/1"}, {"data", "1"}});
  for (subscriber* each : {&both, &pattern, &other}) CHECK(each->next().data == "1");
  CHECK(with.answer_to(end_request({"b"})).code() == 204);
  check_is_over(with, both, subscribe_request({"a", "b"}));
  check_is_over(with, other, subscribe_request({"b"}));
  by.publish("/x/2", "2");
  CHECK(pattern.next().data == "2");
}

TEST_CASE("Who comes back after the end gets what is left first", "[C1]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  const auto first = by.publish("a", "1");
  const auto second = by.publish("a", "2");
  CHECK(with.answer_to(end_request({"a"})).code() == 204);
  const auto asked = subscribe_request({"a"});
  auto behind = asked;
  auto reader = with.stream(behind.last_event_id(first));
  CHECK(reader.next().data == "2");
  check_is_over(with, reader, asked);
  auto at_end = asked;
  CHECK(with.answer_to(at_end.last_event_id(second)).code() == 204);
}

TEST_CASE("An update after its end begins a topic anew", "[C1]") {
  hub_worker with;
  CHECK(with.answer_to(end_request({"a"})).code() == 204);
  CHECK(with.answer_to(subscribe_request({"a"})).code() == 204);
  publisher by(with.address(), publisher_token());
  const auto first = by.publish("a", "1");
  auto reader = with.stream(subscribe_request({"a"}).last_event_id(first));
  by.publish("a", "2");
  CHECK(reader.next().data == "2");
}

TEST_CASE("Who may not publish to a topic may not end it", "[C1][F8]") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  check_refusal(with.answer_to(subscribe_request({"a"}).method("DELETE")), 401);
  check_refusal(with.answer_to(end_request({"a"}, subscriber_token())), 403);
  check_refusal(with.answer_to(end_request({"a", "b"}, publisher_token({"b"}))), 403);
  check_refusal(
      with.answer_to(with_cookie(subscribe_request({"a"}).method("DELETE"), publisher_token())),
      403);
  check_refusal(with.answer_to(end_request({})), 400);
  check_refusal(with.answer_to(end_request({"*"})), 400);
  check_refusal(with.answer_to(end_request({"/x/{any}"})), 400);
  publisher(with.address(), publisher_token()).publish("a", "1");
  CHECK(reader.next().data == "1");
}
