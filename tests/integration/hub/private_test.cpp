// Who gets a private update (Mercure draft 07, "Authorization of subscribers").
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

fields private_update(const std::vector<std::string>& topics, const std::string& data) {
  fields form;
  for (const auto& each : topics) form.emplace_back("topic", each);
  form.emplace_back("data", data);
  form.emplace_back("private", "on");
  return form;
}

web_request reading(const std::vector<std::string>& selectors,
                    const std::vector<std::string>& grants, const fields& more = {}) {
  return with_bearer(subscribe_request(selectors, more), subscriber_token(grants));
}

}  // namespace

TEST_CASE("A private update reaches those alone whose token grants one of its topics") {
  hub_worker with;
  auto nobody = with.stream(subscribe_request({"a"}));
  auto other = with.stream(reading({"a"}, {"b"}));
  auto nothing = with.stream(reading({"a"}, {}));
  auto granted = with.stream(reading({"a"}, {"a"}));
  auto all = with.stream(reading({"a"}, {"*"}));
  auto asked_for_other = with.stream(reading({"b"}, {"*"}));
  publisher by(with.address(), publisher_token());
  by.publish(private_update({"a"}, "secret"));
  by.publish({{"topic", "a"}, {"topic", "b"}, {"data", "public"}});
  for (subscriber* each : {&granted, &all}) {
    CHECK(each->next().data == "secret");
    CHECK(each->next().data == "public");
  }
  for (subscriber* each : {&nobody, &other, &nothing, &asked_for_other}) {
    CHECK(each->next().data == "public");
  }
}

TEST_CASE("An alternate topic may grant what the canonical one asks for") {
  // The protocol's own example: the update is of a book, and of the topic that is the user's.
  hub_worker with;
  const std::string book = "https://example.com/books/1";
  const std::string mine =
      "https://example.com/users/foo/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1";
  const std::string of_another =
      "https://example.com/users/bar/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1";
  auto reader = with.stream(
      reading({"https://example.com/books/{id}"}, {"https://example.com/users/foo/{?topic}"}));
  publisher by(with.address(), publisher_token());
  by.publish(private_update({book}, "of the book alone"));
  by.publish(private_update({book, of_another}, "of another user"));
  by.publish(private_update({mine}, "not asked for"));
  by.publish(private_update({book, mine}, "mine"));
  CHECK(reader.next().data == "mine");
}

TEST_CASE("The field private counts by being there, whatever its value") {
  hub_worker with;
  const std::string field =
      GENERATE("private", "private=", "private=on", "private=off", "private=0", "private=false");
  auto nobody = with.stream(subscribe_request({"a"}));
  const auto posted = with.answer_to(
      with_bearer(publish_request("topic=a&data=secret&" + field), publisher_token()));
  CHECK(posted.code() == 200);
  publisher(with.address(), publisher_token()).publish("a", "public");
  CHECK(nobody.next().data == "public");
}

TEST_CASE("A replay gives a narrower token only what that one grants") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  const auto first = by.publish("a", "1");
  by.publish(private_update({"a"}, "2"));
  by.publish(private_update({"b"}, "3"));
  by.publish("b", "4");
  const auto seen_from = [&](const std::vector<std::string>& grants) {
    auto reader = with.stream(reading({"a", "b", "end"}, grants, {{"lastEventID", first}}));
    std::string seen;
    by.publish("end", "end");
    for (auto next = reader.next(); next.data != "end"; next = reader.next()) seen += *next.data;
    return seen;
  };
  CHECK(seen_from({"*"}) == "234");
  // The ends of the streams before are part of history, and skipped by who asked for less.
  auto narrow = with.stream(reading({"a", "b"}, {"b"}, {{"lastEventID", first}}));
  CHECK(narrow.next().data == "3");
  CHECK(narrow.next().data == "4");
  auto none = with.stream(reading({"a", "b"}, {}, {{"lastEventID", first}}));
  CHECK(none.next().data == "4");
  auto nobody = with.stream(subscribe_request({"a", "b"}, {{"lastEventID", first}}));
  CHECK(nobody.next().data == "4");
}

TEST_CASE("A new stream's position never names an update that the reader may not have") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  const auto position_of = [&](const web_request& asked) {
    auto reader = with.stream(asked);
    by.publish("end", "end");
    reader.next();
    std::optional<std::string> id;
    for (const auto& each : reader.silent_blocks()) {
      if (each.id) id = each.id;
    }
    return id;
  };
  const auto open_one = by.publish("x", "public");
  CHECK(position_of(subscribe_request({"end"})) == open_one);
  const auto secret = by.publish(private_update({"x"}, "secret"));
  CHECK(position_of(subscribe_request({"end"})) != secret);
  const auto other = by.publish(private_update({"x"}, "secret"));
  CHECK(position_of(reading({"end"}, {"y"})) != other);
  const auto mine = by.publish(private_update({"x"}, "secret"));
  CHECK(position_of(reading({"end"}, {"x"})) == mine);
}

TEST_CASE("A stream whose token grants nothing it asks for is told so in a comment") {
  hub_worker with;
  const auto comments_of = [&](const web_request& asked) {
    auto reader = with.stream(asked);
    publisher(with.address(), publisher_token()).publish("a", "1");
    reader.next();
    std::string comments;
    for (const auto& each : reader.silent_blocks()) comments += each.comment;
    return comments;
  };
  CHECK(comments_of(subscribe_request({"a"})).find("public updates only") != std::string::npos);
  CHECK(comments_of(reading({"a"}, {"b"})).find("grants none of the topics") != std::string::npos);
  CHECK(comments_of(reading({"a"}, {"a"})).empty());
}
