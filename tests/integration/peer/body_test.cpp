// F3, as far as short routes show it: a body is read to its end whatever CONTENT_LENGTH says. What
// a wrong length means for a message is the publish route's to say.
#include <catch2/catch.hpp>

#include "support/ask.hpp"
#include "support/audience.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

std::string two_records_of_body() {
  return record_bytes(record_type::input, 1, "topic=a&da") +
         record_bytes(record_type::input, 1, "ta=hello") + record_bytes(record_type::input, 1, "");
}

}  // namespace

TEST_CASE("A body is taken to its end whatever CONTENT_LENGTH says, and the connection goes on",
          "[F3]") {
  worker with;
  fcgi_peer peer(with.address());
  const auto post = web_request("/sluice/echo").method("POST").keep_connection();
  for (const char* length : {"", "-1", "18", "10", "30", "abc", "99999999999999999999"}) {
    auto said = post;
    said.variable("CONTENT_LENGTH", length);
    peer.write(said.begin() + said.params() + two_records_of_body());
    const auto refused = peer.read_response();
    CHECK(is_complete_answer(refused));
    CHECK(parse_answer(refused.output).code() == 405);
    peer.write(web_request("/sluice/echo?name=REMOTE_ADDR").keep_connection().bytes());
    CHECK(parse_answer(peer.read_response().output).body ==
          "REMOTE_ADDR=127.0.0.1\nbody_bytes=0\n");
  }
}

TEST_CASE("A body that comes with a GET is dropped, and the connection goes on", "[F3]") {
  worker with;
  fcgi_peer peer(with.address());
  auto get = web_request("/sluice/echo").keep_connection();
  get.body(std::string(150'000, 'b'));
  for (int i = 0; i < 3; ++i) {
    peer.write(get.bytes());
    CHECK(parse_answer(peer.read_response().output).body == "body_bytes=0\n");
  }
}

TEST_CASE("A body above the limit is answered 413", "[F3][F8]") {
  worker with(
      worker_plan::ticker().option("--message-limit", "1KiB").option("--params-limit", "4KiB"));
  auto post = web_request("/sluice/echo").method("POST");
  post.body(std::string(1024 * 1024, 'b'));
  const auto response = ask(with.address(), post);
  CHECK(is_complete_answer(response));
  CHECK(parse_answer(response.output).code() == 413);
}

TEST_CASE("A body that never ends is answered 408 after its time and disturbs nobody", "[F3]") {
  worker with(worker_plan::ticker().option("--body-timeout", "1s"));
  audience watching(with.address(), "/sluice/events?interval_ms=20", 5);
  watching.start_measuring();
  const auto post = web_request("/sluice/echo").method("POST").keep_connection();
  fcgi_peer peer(with.address());
  const auto start = clock::now();
  peer.write(post.begin() + post.params() + record_bytes(record_type::input, 1, "topic=a"));
  const auto response = peer.read_response();
  CHECK(clock::now() - start >= 900ms);
  CHECK(clock::now() - start < scaled(2s));
  CHECK(is_complete_answer(response));
  CHECK(parse_answer(response.output).code() == 408);
  CHECK(peer.wait_until_gone() == connection_state::closed);
  const auto seen = watching.seen();
  CHECK(seen.missed == 0);
  CHECK(seen.ended == 0);
  CHECK(seen.worst_gap < scaled(300ms));
}
