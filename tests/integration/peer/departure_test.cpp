// F4: the web server goes away from an open stream, in every way it can.
#include <catch2/catch.hpp>

#include <functional>

#include <poll.h>

#include "support/ask.hpp"
#include "support/audience.hpp"
#include "support/socket.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// What F4 allows between a departure and the descriptor's return.
constexpr auto departure_limit = 100ms;

bool has_descriptors(worker& with, std::size_t count, std::chrono::milliseconds limit) {
  return eventually(within(limit), [&] { return with.running().open_descriptors() == count; });
}

// The second loop serves already while the first thread still starts, with a file open now and
// then.
void wait_for_start(const worker& with) {
  REQUIRE(
      eventually(within(), [&] { return with.errors().find(" serving ") != std::string::npos; }));
}

// A stream of `target` opens, `leave` happens to it, and its descriptor comes back.
void require_return(worker& with, const std::string& target,
                    const std::function<void(fcgi_peer&)>& leave) {
  wait_for_start(with);
  const auto before = with.running().open_descriptors();
  auto asked = web_request(target);
  subscriber leaving(with.address(), asked.keep_connection());
  REQUIRE(with.running().open_descriptors() == before + 1);
  leave(leaving.connection());
  CHECK(has_descriptors(with, before, departure_limit));
}

void require_life_and_rest(worker& with) {
  audience pulse(with.address(), "/sluice/events?interval_ms=50", 1);
  const auto used = with.running().processor_time();
  const auto start = clock::now();
  pulse.start_measuring();
  REQUIRE(pulse.wait_for_events(10, within()));
  // One stream at 20 events a second is nothing; a spinning loop is a whole core.
  CHECK((with.running().processor_time() - used) * 10 < (clock::now() - start) * slowdown);
}

// Leaves more unread than a socket's buffers hold.
void let_fill(fcgi_peer& connection) {
  std::size_t bytes = 0;
  while (bytes < 200'000) {
    REQUIRE(wait_ready(connection.number(), POLLIN, within()));
    connection.receive();
    bytes = connection.unread_bytes();
  }
}

}  // namespace

TEST_CASE("ABORT ends the stream, and the same connection serves request 1 again", "[F4]") {
  worker with;
  auto idle = web_request("/sluice/idle").keep_connection();
  fcgi_peer peer(with.address());
  for (int i = 0; i < 3; ++i) {
    peer.write(idle.bytes());
    REQUIRE(peer.read_record().content.rfind("Status: 200", 0) == 0);
    peer.write(abort_bytes(1));
    const auto ended = peer.read_response();
    CHECK(ended.end == request_complete);
    CHECK(ended.has_ended_output());
    peer.write(web_request("/sluice/echo").keep_connection().bytes());
    CHECK(parse_answer(peer.read_response().output).body == "body_bytes=0\n");
  }
}

TEST_CASE("ABORT without the keep flag ends the stream and closes", "[F4]") {
  worker with;
  fcgi_peer peer(with.address());
  peer.write(web_request("/sluice/idle").bytes());
  REQUIRE(peer.read_record().type == record_type::output);
  peer.write(abort_bytes(1));
  CHECK(peer.read_response().end == request_complete);
  CHECK(peer.wait_until_gone() == connection_state::closed);
}

TEST_CASE("A stream that is left returns its descriptor within 0.1 s", "[F4]") {
  worker with;
  for (const std::string target : {"/sluice/idle", "/sluice/events?interval_ms=10"}) {
    require_return(with, target, [](fcgi_peer& peer) { peer.close(); });
    require_return(with, target, [](fcgi_peer& peer) {
      peer.write(abort_bytes(1).substr(0, 4));
      peer.close();
    });
    require_return(with, target, [](fcgi_peer& peer) { peer.shut_down_writing(); });
    require_return(with, target, [](fcgi_peer& peer) { peer.reset(); });
  }
  require_life_and_rest(with);
}

TEST_CASE("A reset with 200 KB queued returns the descriptor within 0.1 s", "[F4]") {
  SECTION("over a unix socket") {
    worker with;
    require_return(with, "/sluice/flood", [](fcgi_peer& peer) { let_fill(peer), peer.reset(); });
    require_life_and_rest(with);
  }
  SECTION("over TCP") {
    descriptor listening(listen_on("127.0.0.1:0"));
    const auto address = tcp_address_of(listening.number());
    worker with(worker_plan::ticker().inherit(0, listening.number(), address));
    require_return(with, "/sluice/flood", [](fcgi_peer& peer) { let_fill(peer), peer.reset(); });
    require_return(with, "/sluice/idle", [](fcgi_peer& peer) { peer.reset(); });
    require_life_and_rest(with);
  }
}
