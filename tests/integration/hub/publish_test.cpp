// What becomes of an update that is published (Mercure draft 07, "Publication").
// GCC 12 warns of its own <regex> where a sanitizer looks on (GCC PR 105616).
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <catch2/catch.hpp>

#include <regex>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

// One variable of the request in place of the usual one.
web_request publish_with(const std::string& body, const std::string& length) {
  web_request post(hub_path);
  post.method("POST")
      .variable("CONTENT_TYPE", "application/x-www-form-urlencoded")
      .variable("CONTENT_LENGTH", length);
  return with_bearer(post.body(body), publisher_token());
}

// The bytes of the stream after its head and its first blocks, up to `length`.
std::string read_output(fcgi_peer& from, std::size_t length) {
  std::string output;
  while (output.size() < length) output += from.read_record().content;
  return output;
}

}  // namespace

TEST_CASE("A publish is answered with the new update's id, and nothing else in the body") {
  hub_worker with;
  const auto answer =
      with.answer_to(with_bearer(publish_request({{"topic", "a"}}), publisher_token()));
  CHECK(answer.status() == "200 OK");
  CHECK(answer.all("Content-Type") == std::vector{"text/plain; charset=utf-8"s});
  const std::regex uuid_7(
      "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  CHECK(std::regex_match(answer.body, uuid_7));
}

TEST_CASE("An update reaches who reads its topic, with the id that the publisher was told") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  const std::string id = by.publish("a", "hello");
  const auto seen = reader.next();
  CHECK(seen.id == id);
  CHECK(seen.data == "hello");
  CHECK(seen.type.empty());
  CHECK_FALSE(seen.retry.has_value());
}

TEST_CASE("The publisher's id, type and retry are sent as they are") {
  hub_worker with;
  fcgi_peer reader(with.address());
  reader.write(subscribe_request({"a"}).bytes());
  std::string head;
  while (head.find("retry: ") == std::string::npos) head += reader.read_record().content;
  publisher by(with.address(), publisher_token());
  const std::string id = "id-[\"a\",\"\xC3\xA9\"]";
  CHECK(by.publish(
            {{"topic", "a"}, {"data", "d"}, {"id", id}, {"type", "t x"}, {"retry", "2500"}}) == id);
  const std::string expected = "event: t x\nid: " + id + "\nretry: 2500\ndata: d\n\n";
  CHECK(read_output(reader, expected.size()) == expected);
}

TEST_CASE("An empty id, type or retry counts as none") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  const auto id = by.publish({{"topic", "a"}, {"id", ""}, {"type", ""}, {"retry", ""}});
  CHECK(id.rfind("urn:uuid:", 0) == 0);
  const auto seen = reader.next();
  CHECK(seen.id == id);
  CHECK(seen.type.empty());
  CHECK_FALSE(seen.retry.has_value());
  CHECK(seen.data == "");
}

TEST_CASE("An update with several topics reaches each reader of any of them once") {
  hub_worker with;
  auto first = with.stream(subscribe_request({"a"}));
  auto second = with.stream(subscribe_request({"b"}));
  auto both = with.stream(subscribe_request({"a", "b", "{+any}"}));
  auto neither = with.stream(subscribe_request({"c"}));
  publisher by(with.address(), publisher_token());
  by.publish({{"topic", "a"}, {"topic", "b"}, {"data", "1"}});
  by.publish({{"topic", "a"}, {"topic", "b"}, {"topic", "c"}, {"data", "2"}});
  for (subscriber* each : {&first, &second, &both}) {
    CHECK(each->next().data == "1");
    CHECK(each->next().data == "2");
  }
  CHECK(neither.next().data == "2");
}

TEST_CASE("What does not match is not sent") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a", "/books/{id}"}));
  publisher by(with.address(), publisher_token());
  for (const char* topic : {"A", "a ", "aa", "/books/1/2", "/book/1"}) by.publish(topic, topic);
  by.publish("/books/1", "mine");
  CHECK(reader.next().data == "mine");
}

TEST_CASE("The asterisk matches every topic") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"*"}));
  publisher by(with.address(), publisher_token());
  for (const char* topic : {"a", "https://example.com/x?y=z", "{x", "/books/{id}"}) {
    by.publish(topic, topic);
    CHECK(reader.next().data == topic);
  }
}

TEST_CASE("The route below the base path is the same hub") {
  hub_worker with;
  auto at_protocol = with.stream(subscribe_request({"a"}));
  auto at_base = with.stream(web_request("/sluice/events?topic=a"));
  publisher by(with.address(), publisher_token());
  by.publish("a", "1");
  const auto answer = with.answer_to(
      with_bearer(publish_request("topic=a&data=2", "/sluice/publish"), publisher_token()));
  CHECK(answer.code() == 200);
  for (subscriber* each : {&at_protocol, &at_base}) {
    CHECK(each->next().data == "1");
    CHECK(each->next().data == "2");
  }
}

TEST_CASE(
    "Fields that the protocol does not know are ignored, and the first of a repeated one rules") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  by.publish({{"topic", "a"}, {"Data", "no"}, {"data", "1"}, {"data", "2"}, {"x", "y"}});
  CHECK(reader.next().data == "1");
}

TEST_CASE("The body of an installed publishing library is understood") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"https://example.com/u/42"}, {}));
  // As symfony/mercure sends it: + for a space, and parameters of the content type.
  web_request post(hub_path);
  post.method("POST").variable("CONTENT_TYPE", "Application/X-WWW-Form-URLencoded; charset=UTF-8");
  post.body(
      "topic=https%3A%2F%2Fexample.com%2Fbooks%2F1&topic=https%3A%2F%2Fexample.com%2Fu%2F42"
      "&data=%7B%22a%22%3A+1%7D&id=urn%3Amy-id&type=message&retry=5000");
  CHECK(with.answer_to(with_bearer(post, publisher_token())).body == "urn:my-id");
  const auto seen = reader.next();
  CHECK(seen.data == "{\"a\": 1}");
  CHECK(seen.type == "message");
  CHECK(seen.retry == "5000");
}

TEST_CASE("What is wrong with a publish is answered in the order that gives nothing away", "[F8]") {
  struct row {
    std::string body;
    int code;
    std::string says;
  };
  const std::string long_name(1025, 'n');
  const auto at = GENERATE_COPY(from_range(std::vector<row>{
      {"", 400, "topic"},
      {"data=x", 400, "topic"},
      {"topic=", 400, "topic"},
      {"topic=a&retry=1.5", 400, "retry"},
      {"topic=a&retry=-1", 400, "retry"},
      {"topic=a&retry=%2B1", 400, "retry"},
      {"topic=a&retry=99999999999999999999", 400, "retry"},
      {"topic=*", 400, "stands for all topics"},
      {"topic=a&topic=*", 400, "stands for all topics"},
      {"topic=/.well-known/mercure/subscriptions/x/y", 400, "belongs to the hub"},
      {"topic=https://other.example/.well-known/%256dercure", 400, "belongs to the hub"},
      {"topic=a&id=%23x", 400, "id"},
      {"topic=a&id=earliest", 400, "earliest"},
      {"topic=a&type=mercure", 400, "mercure"},
      {"topic=%FF", 400, "UTF-8"},
      {"topic=a&data=%C3%28", 400, "UTF-8"},
      {"topic=" + long_name, 413, "1024"},
      {"topic=a&id=" + long_name, 413, "1024"},
      {"topic=a&type=" + long_name, 413, "1024"},
  }));
  INFO(at.body.substr(0, 60));
  hub_worker with;
  auto reader = with.stream(subscribe_request({"*"}));
  const auto post = publish_request(at.body);
  check_refusal(with.answer_to(post), 401);  // a stranger is not told what is wrong
  check_refusal(with.answer_to(with_bearer(post, publisher_token({}))), at.code);
  const auto refused = with.answer_to(with_bearer(post, publisher_token()));
  check_refusal(refused, at.code);
  CHECK(refused.body.find(at.says) != std::string::npos);
  publisher(with.address(), publisher_token()).publish("a", "next");
  CHECK(reader.next().data == "next");
}

TEST_CASE("A body that is no form is refused", "[F8]") {
  hub_worker with;
  const std::string type = GENERATE("", "text/plain", "multipart/form-data; boundary=x",
                                    "application/json", "application/x-www-form-urlencodedx");
  web_request post(hub_path);
  post.method("POST").variable("CONTENT_TYPE", type);
  post.body("topic=a");
  check_refusal(with.answer_to(with_bearer(post, publisher_token())), 400);
}

TEST_CASE("A body in several records is published once, whatever length of it is not stated",
          "[F3]") {
  hub_worker with;
  const char* const length = GENERATE("", "-1", "18", "absent");
  INFO(length);
  auto reader = with.stream(subscribe_request({"a"}));
  web_request post(hub_path);
  post.method("POST").variable("CONTENT_TYPE", "application/x-www-form-urlencoded");
  post.variable("HTTP_AUTHORIZATION", "Bearer " + publisher_token());
  post.variable("HTTP_TRANSFER_ENCODING", "chunked");  // nginx says so of what it has decoded
  if (length != "absent"s) post.variable("CONTENT_LENGTH", length);
  fcgi_peer peer(with.address());
  peer.write(post.begin() + post.params() + record_bytes(record_type::input, 1, "topic=a&da") +
             record_bytes(record_type::input, 1, "ta=hello") +
             record_bytes(record_type::input, 1, ""));
  const auto answer = parse_answer(peer.read_response().output);
  REQUIRE(answer.code() == 200);
  CHECK(reader.next().data == "hello");
  publisher(with.address(), publisher_token()).publish("a", "next");
  CHECK(reader.next().data == "next");
}

TEST_CASE("A body of another length than stated is refused and not published", "[F3][F8]") {
  hub_worker with;
  const char* const length = GENERATE("10", "30", "abc", "0", "+18", "18446744073709551634");
  INFO(length);
  auto reader = with.stream(subscribe_request({"a"}));
  const auto answer = with.answer_to(publish_with("topic=a&data=hello", length));
  check_refusal(answer, 400);
  CHECK(answer.body.find("CONTENT_LENGTH") != std::string::npos);
  publisher(with.address(), publisher_token()).publish("a", "next");
  CHECK(reader.next().data == "next");
}

TEST_CASE("A publish whose body never ends is answered 408, and others publish meanwhile",
          "[F3][F8]") {
  hub_worker with(open_hub().option("--body-timeout", "1s"));
  auto reader = with.stream(subscribe_request({"a"}));
  const auto post = with_bearer(publish_request("topic=a&data=never"), publisher_token());
  fcgi_peer peer(with.address());
  peer.write(post.begin() + post.params() + record_bytes(record_type::input, 1, "topic=a&data=n"));
  publisher(with.address(), publisher_token()).publish("a", "meanwhile");
  CHECK(reader.next().data == "meanwhile");
  const auto response = peer.read_response();
  CHECK(is_complete_answer(response));
  CHECK(parse_answer(response.output).code() == 408);
  CHECK(peer.wait_until_gone() == connection_state::closed);
  publisher(with.address(), publisher_token()).publish("a", "next");
  CHECK(reader.next().data == "next");
}

TEST_CASE("Without a publisher-key publishing is off, and the answer says which option helps",
          "[F8]") {
  hub_worker with(worker_plan::serve().flag("--anonymous"));
  CHECK(with.running().wait_for_error("there is no publisher-key"));
  const auto answer =
      with.answer_to(with_bearer(publish_request({{"topic", "a"}}), publisher_token()));
  check_refusal(answer, 403);
  CHECK(answer.body.find("--publisher-key FILE") != std::string::npos);
}

TEST_CASE("Updates of one connection arrive in the order in which they were answered") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  constexpr int updates = 300;
  for (int i = 0; i < updates; ++i) by.publish("a", std::to_string(i));
  for (int i = 0; i < updates; ++i) REQUIRE(reader.next().data == std::to_string(i));
}

TEST_CASE("A publish is answered behind answers that the web server has not read", "[F5]") {
  hub_worker with;
  fcgi_peer peer(with.address());
  // The script has 16 KiB, so these are more than a socket takes.
  constexpr int scripts = 40;
  std::string requests;
  for (int i = 0; i < scripts; ++i) {
    requests += web_request("/sluice/js").keep_connection().bytes();
  }
  const auto post =
      with_bearer(publish_request({{"topic", "a"}, {"data", "1"}}), publisher_token());
  peer.write(requests + web_request(post).keep_connection().bytes());
  for (int i = 0; i < scripts; ++i) REQUIRE(peer.read_response().end == request_complete);
  CHECK(parse_answer(peer.read_response().output).code() == 200);
}
