// What a request may be, and how many topics.
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

std::vector<std::string> topics_named(const std::string& prefix, int count) {
  std::vector<std::string> topics;
  for (int i = 0; i < count; ++i) topics.push_back(prefix + std::to_string(i));
  return topics;
}

fields update_of(const std::vector<std::string>& topics, const std::string& data) {
  fields form;
  for (const auto& each : topics) form.emplace_back("topic", each);
  form.emplace_back("data", data);
  return form;
}

}  // namespace

TEST_CASE("One stream reads as many topics as it may, and no more", "[F8]") {
  hub_worker with(open_hub().option("--topics-limit", "1000").option("--params-limit", "256KiB"));
  const auto topics = topics_named("t/", 1001);
  const std::vector<std::string> most(topics.begin(), topics.end() - 1);
  auto reader = with.stream(subscribe_request(most));
  publisher by(with.address(), publisher_token());
  for (const auto& each : topics) by.publish(each, each);
  by.publish(most.front(), "end");
  for (const auto& each : most) REQUIRE(reader.next().data == each);
  CHECK(reader.next().data == "end");
  const auto refused = with.answer_to(subscribe_request(topics));
  check_refusal(refused, 400);
  CHECK(refused.body.find("1000") != std::string::npos);
}

TEST_CASE("An update has as many topics as it may, and no more", "[F8]") {
  hub_worker with;
  auto first = with.stream(subscribe_request({"t/0"}));
  auto last = with.stream(subscribe_request({"t/99"}));
  publisher by(with.address(), publisher_token());
  by.publish(update_of(topics_named("t/", 100), "all"));
  CHECK(first.next().data == "all");
  CHECK(last.next().data == "all");
  check_refusal(by.post(update_of(topics_named("t/", 101), "too many")), 413);
  check_refusal(with.answer_to(subscribe_request(topics_named("t/", 101))), 400);
  by.publish("t/0", "next");
  CHECK(first.next().data == "next");
}

TEST_CASE("Thousands of topics each reach their own reader") {
  hub_worker with(open_hub().option("--topics-limit", "1000"));
  publisher by(with.address(), publisher_token());
  constexpr int readers = 40;
  std::vector<std::unique_ptr<subscriber>> all;
  for (int i = 0; i < readers; ++i) {
    all.push_back(std::make_unique<subscriber>(
        with.address(), subscribe_request(topics_named(std::to_string(i) + "/", 50))));
  }
  for (int topic = 0; topic < 50; ++topic) {
    for (int i = 0; i < readers; ++i) {
      const auto name = std::to_string(i) + "/" + std::to_string(topic);
      by.publish(name, name);
    }
  }
  for (int i = 0; i < readers; ++i) {
    for (int topic = 0; topic < 50; ++topic) {
      REQUIRE(all[std::size_t(i)]->next().data == std::to_string(i) + "/" + std::to_string(topic));
    }
  }
}

TEST_CASE("Data up to the limit is taken, however it is encoded, and longer data is answered 413",
          "[F3][F8]") {
  hub_worker with(open_hub().option("--message-limit", "100KiB"));
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  constexpr std::size_t limit_bytes = 100 * 1024;
  for (const char letter : {'x', '/'}) {  // of which one is three bytes in a form
    const std::string longest(limit_bytes, letter);
    by.publish("a", longest);
    CHECK((reader.next().data == longest));
    check_refusal(by.post({{"topic", "a"}, {"data", longest + letter}}), 413);
  }
  by.publish("a", "next");
  CHECK(reader.next().data == "next");
}

TEST_CASE("A body that no data within the limit can have is answered 413 before it has all come",
          "[F3][F8]") {
  hub_worker with(open_hub().option("--message-limit", "100KiB"));
  const auto post = with_bearer(publish_request(std::string()), publisher_token());
  fcgi_peer peer(with.address());
  peer.write(post.begin() + post.params());
  const auto part = stream_bytes(record_type::input, 1, std::string(1024 * 1024, 'x'));
  peer.write(part);
  const auto response = peer.read_response();
  CHECK(is_complete_answer(response));
  CHECK(parse_answer(response.output).code() == 413);
}

TEST_CASE("Names up to 1024 bytes are taken and come back whole", "[F8]") {
  hub_worker with;
  const std::string longest(1024, 'n');
  auto reader = with.stream(subscribe_request({longest}));
  publisher by(with.address(), publisher_token());
  by.publish({{"topic", longest}, {"id", longest}, {"type", longest}, {"data", "x"}});
  const auto seen = reader.next();
  CHECK(seen.id == longest);
  CHECK(seen.type == longest);
  auto back = with.stream(subscribe_request({longest}).last_event_id(longest));
  by.publish(longest, "next");
  CHECK(back.next().data == "next");
  check_refusal(with.answer_to(subscribe_request({longest + "n"})), 400);
}

TEST_CASE("Parameters above their limit are answered 431", "[F8]") {
  hub_worker with(open_hub().option("--params-limit", "8KiB"));
  check_refusal(with.answer_to(subscribe_request({"a"}, {{"x", std::string(9000, 'x')}})), 431);
  check_refusal(
      with.answer_to(with_bearer(publish_request({{"topic", "a"}}), std::string(9000, 'x'))), 431);
}

TEST_CASE("More streams than may be are answered 503, and publishing goes on", "[F8]") {
  hub_worker with(open_hub().option("--streams-limit", "2"));
  auto first = with.stream(subscribe_request({"a"}));
  auto second = with.stream(subscribe_request({"a"}));
  const auto refused = with.answer_to(subscribe_request({"a"}));
  check_refusal(refused, 503);
  CHECK(refused.all("Retry-After").size() == 1);
  publisher(with.address(), publisher_token()).publish("a", "1");
  CHECK(first.next().data == "1");
  CHECK(second.next().data == "1");
}

TEST_CASE("More streams of one address than it may have are answered 429, another's are not",
          "[F8]") {
  hub_worker with(open_hub().option("--address-limit", "2"));
  auto first = with.stream(subscribe_request({"a"}));
  {
    auto second = with.stream(subscribe_request({"a"}));
    const auto refused = with.answer_to(subscribe_request({"a"}));
    check_refusal(refused, 429);
    CHECK(refused.all("Retry-After").size() == 1);
    publisher(with.address(), publisher_token()).publish("a", "1");
    CHECK(second.next().data == "1");
  }
  // The place comes free when the worker has seen the close.
  CHECK(eventually(within(), [&] {
    fcgi_peer next(with.address());
    next.write(subscribe_request({"a"}).bytes());
    return parse_answer(next.read_record().content).code() == 200;
  }));
  CHECK(first.next().data == "1");
}
