// F8: every refusal is a complete answer, for a proxy turns anything else into a 502.
#include <catch2/catch.hpp>

#include <csignal>

#include "support/ask.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

// A refusal a browser can show: a whole answer with a type and a body of the length it says.
void require_refusal(const fcgi_response& response, int code) {
  REQUIRE(is_complete_answer(response));
  const auto answer = parse_answer(response.output);
  CHECK(answer.code() == code);
  CHECK(answer.all("Content-Type") == std::vector{"text/plain; charset=utf-8"s});
  CHECK(answer.all("Content-Length") == std::vector{std::to_string(answer.body.size())});
  CHECK_FALSE(answer.body.empty());
  CHECK(answer.body.back() == '\n');
}

}  // namespace

TEST_CASE("An unknown route is answered 404", "[F8]") {
  worker with;
  const std::string target = GENERATE("/sluice/nowhere", "/", "/sluice", "/sluice/events/",
                                      "/sluice//events", "/sluice/%65vents", "/other/events");
  require_refusal(ask(with.address(), web_request(target)), 404);
}

TEST_CASE("A wrong method is answered 405 with the methods that are right", "[F8]") {
  worker with;
  const std::string method = GENERATE("POST", "PUT", "DELETE", "BREW");
  const auto response = ask(with.address(), web_request("/sluice/events").method(method));
  require_refusal(response, 405);
  CHECK(parse_answer(response.output).all("Allow") == std::vector{"GET, HEAD"s});
}

TEST_CASE("What a handler rejects is answered with its status", "[F8]") {
  worker with;
  const int status = GENERATE(400, 401, 403, 404, 410, 429, 500, 503);
  const auto response =
      ask(with.address(), web_request("/sluice/reject?status=" + std::to_string(status)));
  require_refusal(response, status);
  CHECK(parse_answer(response.output).body == "The ticker rejects this.\n");
}

TEST_CASE("A handler that finishes makes the browser's next try a 204 without a body", "[F8][C1]") {
  worker with;
  subscriber stream(with.address(), web_request("/sluice/events?count=1&finish=1"));
  CHECK(stream.next().id == "1");
  const auto ending = stream.read_to_end();
  CHECK(ending.events.empty());
  CHECK(ending.end == request_complete);
  REQUIRE(stream.silent_blocks().back().id.has_value());
  const auto last_id = *stream.silent_blocks().back().id;
  const auto response =
      ask(with.address(), web_request("/sluice/events?count=1&finish=1").last_event_id(last_id));
  CHECK(is_complete_answer(response));
  const auto answer = parse_answer(response.output);
  CHECK(answer.status() == "204 No Content");
  CHECK(answer.body.empty());
}

TEST_CASE("A finish before the first event is the 204 itself", "[F8][C1]") {
  worker with;
  const auto response =
      ask(with.address(), web_request("/sluice/events?count=1&finish=1").last_event_id("1"));
  CHECK(is_complete_answer(response));
  CHECK(parse_answer(response.output).code() == 204);
}

TEST_CASE("More streams than streams-limit are answered 503 with a time to come back", "[F8]") {
  worker with(worker_plan::ticker().option("--streams-limit", "2"));
  subscriber first(with.address(), web_request("/sluice/idle"));
  subscriber second(with.address(), web_request("/sluice/idle"));
  const auto response = ask(with.address(), web_request("/sluice/idle"));
  require_refusal(response, 503);
  CHECK(parse_answer(response.output).all("Retry-After").size() == 1);
  first.connection().close();
  // The place comes free when the worker has seen the close.
  CHECK(eventually(within(), [&] {
    fcgi_peer next(with.address());
    next.write(web_request("/sluice/idle").bytes());
    return next.read_record().content.rfind("Status: 200", 0) == 0;
  }));
}

TEST_CASE("A request that comes while the worker shuts down is answered 503", "[F8][O2]") {
  worker with(worker_plan::ticker().option("--drain", "5s").option("--loops", "1"));
  fcgi_peer early(with.address());
  const auto asked = web_request("/sluice/events");
  early.write(asked.begin());
  // Served after `early` was accepted, for connections are accepted in order.
  fcgi_peer kept(with.address());
  kept.write(web_request("/sluice/page").keep_connection().bytes());
  CHECK(is_complete_answer(kept.read_response()));
  with.running().signal(SIGTERM);
  // What is on its way is served; idle connections are closed when that is over.
  CHECK(kept.wait_until_gone() == connection_state::closed);
  early.write(asked.params() + asked.input());
  const auto response = early.read_response();
  require_refusal(response, 503);
  CHECK(parse_answer(response.output).all("Retry-After").size() == 1);
  early.close();
  CHECK(with.running().wait(within()).value_or(-1) == 0);
}

TEST_CASE("An unknown role alone is refused by END_REQUEST with status 3", "[F8]") {
  worker with;
  const std::uint16_t number = GENERATE(as<std::uint16_t>{}, 2, 3, 0, 4, 65535);
  fcgi_peer peer(with.address());
  peer.write(begin_bytes(1, after_request::keep, number));
  const auto answered = peer.read_record();
  CHECK(answered.type == record_type::end);
  CHECK(answered.content == "\0\0\0\0\3\0\0\0"s);
  // What a web server still sends for it is dropped, and the connection goes on.
  const auto refused = web_request("/sluice/page");
  peer.write(refused.params() + refused.input());
  peer.write(web_request("/sluice/echo").keep_connection().bytes());
  CHECK(parse_answer(peer.read_response().output).body == "body_bytes=0\n");
}
