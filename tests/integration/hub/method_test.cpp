// Methods and paths of the hub's routes.
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

TEST_CASE("HEAD is answered with the head that GET would have, and leaves no stream behind",
          "[F8]") {
  hub_worker with(open_hub().option("--streams-limit", "1"));
  for (int i = 0; i < 3; ++i) {
    cgi_answer answer;
    // The place of the one before comes free when the worker is done with it.
    CHECK(eventually(within(), [&] {
      answer = with.answer_to(subscribe_request({"a"}).method("HEAD"));
      return answer.code() == 200;
    }));
    CHECK(answer.all("Content-Type") == std::vector{"text/event-stream"s});
    CHECK(answer.all("X-Accel-Buffering") == std::vector{"no"s});
    CHECK(answer.body.empty());
  }
  CHECK(eventually(within(), [&] {
    fcgi_peer stream(with.address());
    stream.write(subscribe_request({"a"}).bytes());
    return parse_answer(stream.read_record().content).code() == 200;
  }));
}

TEST_CASE("HEAD is refused where GET would be, without a body", "[F8]") {
  hub_worker with(worker_plan::hub());
  const auto token = subscriber_token();
  const auto code = [&](web_request asked) {
    const auto answer = with.answer_to(asked.method("HEAD"));
    CHECK(answer.body.empty());
    return answer.code();
  };
  CHECK(code(subscribe_request({"a"})) == 401);
  CHECK(code(with_bearer(subscribe_request({"a"}), token + "x")) == 401);
  CHECK(code(with_bearer(subscribe_request({}), token)) == 400);
  CHECK(code(with_bearer(subscribe_request({"a"}), token)) == 200);
  CHECK(code(web_request(hub_path + "/x")) == 404);
}

TEST_CASE("The head of a stream is exact and has no length") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  CHECK(reader.head().all("Content-Type") == std::vector{"text/event-stream"s});
  CHECK(reader.head().all("Cache-Control") == std::vector{"no-cache, no-store, no-transform"s});
  CHECK(reader.head().all("X-Accel-Buffering") == std::vector{"no"s});
  for (const char* name :
       {"Content-Length", "Transfer-Encoding", "Connection", "Content-Encoding"}) {
    CHECK(reader.head().all(name).empty());
  }
}

TEST_CASE("Another method is answered 405 with those that are right", "[F8]") {
  hub_worker with;
  const std::string method = GENERATE("PUT", "PATCH", "QUERY", "BREW", "get", "Post", "");
  INFO(method);
  const auto answer = with.answer_to(subscribe_request({"a"}).method(method));
  check_refusal(answer, 405);
  REQUIRE(answer.all("Allow").size() == 1);
  for (const char* right : {"GET", "HEAD", "POST", "OPTIONS"}) {
    CHECK(answer.all("Allow")[0].find(right) != std::string::npos);
  }
}

TEST_CASE("Reading where only publishing is, and publishing where only reading is, is 405",
          "[F8]") {
  hub_worker with;
  const auto read = with.answer_to(web_request("/sluice/publish?topic=a"));
  check_refusal(read, 405);
  CHECK(read.all("Allow") == std::vector{"POST, OPTIONS"s});
  const auto written =
      with.answer_to(with_bearer(publish_request("topic=a", "/sluice/events"), publisher_token()));
  check_refusal(written, 405);
}

TEST_CASE("A path beside or below the protocol's own is unknown", "[F8]") {
  hub_worker with;
  const std::string path =
      GENERATE("/.well-known/mercure/", "/.well-known/mercure/x", "/.well-known/mercur",
               "/.well-known/mercure2", "/.well-known/%6Dercure", "/.well-known//mercure",
               "/.well-known/MERCURE", "/x/../.well-known/mercure", "/.well-known",
               "/sluice/events/", "/sluice/publish/x");
  INFO(path);
  check_refusal(with.answer_to(web_request(path + "?topic=a")), 404);
  check_refusal(with.answer_to(with_bearer(publish_request("topic=a", path), publisher_token())),
                404);
}

TEST_CASE("OPTIONS of no page is answered with the methods") {
  hub_worker with;
  const auto answer = with.answer_to(web_request(hub_path).method("OPTIONS"));
  CHECK(answer.code() == 204);
  REQUIRE(answer.all("Allow").size() == 1);
  CHECK(answer.all("Allow")[0].find("POST") != std::string::npos);
  CHECK(answer.body.empty());
}

TEST_CASE("A stream without a topic is refused, however the parameter is missing", "[F8]") {
  hub_worker with;
  const std::string query = GENERATE("", "?", "?topic", "?topic=", "?Topic=a", "?topics=a",
                                     "?topic=a&topic=", "?match=a", "?lastEventID=earliest");
  INFO(query);
  const auto answer = with.answer_to(web_request(hub_path + query));
  check_refusal(answer, 400);
  CHECK(answer.body.find("topic") != std::string::npos);
}

TEST_CASE("A kept connection serves publishes, refusals and heads in turn", "[F8]") {
  hub_worker with;
  fcgi_peer peer(with.address());
  const auto code = [&](web_request asked) {
    peer.write(asked.keep_connection().bytes());
    const auto response = peer.read_response();
    REQUIRE(is_complete_answer(response));
    return parse_answer(response.output).code();
  };
  for (int i = 0; i < 3; ++i) {
    CHECK(code(with_bearer(publish_request({{"topic", "a"}}), publisher_token())) == 200);
    CHECK(code(publish_request({{"topic", "a"}})) == 401);
    CHECK(code(subscribe_request({})) == 400);
    CHECK(code(subscribe_request({"a"}).method("HEAD")) == 200);
    CHECK(code(subscribe_request({"a"}).method("PUT")) == 405);
    CHECK(code(web_request(hub_path + "/x")) == 404);
  }
}
