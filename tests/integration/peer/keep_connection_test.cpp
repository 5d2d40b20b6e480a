// F5: connections the web server keeps.
#include <catch2/catch.hpp>

#include <memory>

#include "support/ask.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

int code_of_answer(fcgi_peer& peer, web_request asked) {
  peer.write(asked.keep_connection().bytes());
  const auto response = peer.read_response();
  CHECK(is_complete_answer(response));
  return parse_answer(response.output).code();
}

// Opens a stream and ends it with ABORT, as HAProxy does when its timeout comes.
void abort_a_stream(fcgi_peer& peer) {
  peer.write(web_request("/sluice/idle").keep_connection().bytes());
  CHECK(peer.read_record().content.rfind("Status: 200", 0) == 0);
  peer.write(abort_bytes(1));
  CHECK(peer.read_response().end == request_complete);
}

}  // namespace

TEST_CASE("One kept connection serves a thousand requests of every kind", "[F5]") {
  worker with;
  fcgi_peer peer(with.address());
  for (int i = 0; i < 1000; i += 5) {
    CHECK(code_of_answer(peer, web_request("/sluice/page")) == 200);
    CHECK(code_of_answer(peer, web_request("/sluice/reject?status=401")) == 401);
    CHECK(code_of_answer(peer, web_request("/sluice/events?count=2&interval_ms=0")) == 200);
    CHECK(code_of_answer(peer, web_request("/sluice/nowhere")) == 404);
    abort_a_stream(peer);
  }
  CHECK(peer.receive() == connection_state::open);
  CHECK(peer.unread_bytes() == 0);
}

TEST_CASE("Requests that are written before the answers are served one after another", "[F5]") {
  worker with;
  fcgi_peer peer(with.address());
  std::string requests;
  for (int i = 0; i < 20; ++i) {
    requests += web_request("/sluice/echo?name=QUERY_STRING&n=" + std::to_string(i))
                    .keep_connection()
                    .bytes();
  }
  peer.write(requests);
  for (int i = 0; i < 20; ++i) {
    const auto body = parse_answer(peer.read_response().output).body;
    CHECK(body == "QUERY_STRING=name=QUERY_STRING&n=" + std::to_string(i) + "\nbody_bytes=0\n");
  }
}

TEST_CASE("Fifty idle kept connections do not delay a new one", "[F5]") {
  worker with;
  std::vector<std::unique_ptr<fcgi_peer>> idle;
  for (int i = 0; i < 50; ++i) {
    idle.push_back(std::make_unique<fcgi_peer>(with.address()));
    CHECK(code_of_answer(*idle.back(), web_request("/sluice/page")) == 200);
  }
  const auto start = clock::now();
  CHECK(parse_answer(ask(with.address(), web_request("/sluice/page")).output).code() == 200);
  CHECK(clock::now() - start < scaled(50ms));
  for (const auto& one : idle) CHECK(one->receive() == connection_state::open);
}

TEST_CASE("Without the keep flag the worker closes behind END_REQUEST", "[F5]") {
  worker with;
  const std::string target = GENERATE("/sluice/page", "/sluice/nowhere", "/sluice/events?count=1",
                                      "/sluice/reject?status=403");
  fcgi_peer peer(with.address());
  peer.write(web_request(target).bytes());
  CHECK(is_complete_answer(peer.read_response()));
  CHECK(peer.wait_until_gone(within(500ms)) == connection_state::closed);
}

TEST_CASE("An idle kept connection is closed after keep-idle, not before", "[F5]") {
  worker with(worker_plan::ticker().option("--keep-idle", "1s"));
  fcgi_peer peer(with.address());
  CHECK(code_of_answer(peer, web_request("/sluice/page")) == 200);
  const auto start = clock::now();
  CHECK(peer.wait_until_gone() == connection_state::closed);
  CHECK(clock::now() - start >= 900ms);
  CHECK(clock::now() - start < scaled(1500ms));
}

TEST_CASE("A request id other than 1 is answered with its own id", "[F5]") {
  worker with;
  const auto id = static_cast<std::uint16_t>(GENERATE(2, 256, 65535));
  subscriber stream(with.address(), web_request("/sluice/events?count=3&interval_ms=1").id(id));
  CHECK(stream.read_to_end().events.size() == 3);
}
