// O2: SIGTERM ends every stream at an event border, within the drain time.
#include <catch2/catch.hpp>

#include <csignal>
#include <memory>

#include <poll.h>

#include "support/ask.hpp"
#include "support/socket.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// Opens a stream that is written to without pause and is not read.
class stuck_reader final {
 public:
  explicit stuck_reader(const std::string& address) : peer_(address) {
    peer_.write(web_request("/sluice/flood").bytes());
    // Its first record proves that the handler runs; from here on nothing is read.
    CHECK(peer_.read_record().type == record_type::output);
  }

 private:
  fcgi_peer peer_;
};

void require_clean_end(subscriber& stream) {
  const auto ending = stream.read_to_end();
  CHECK(ending.cut.empty());
  CHECK(ending.has_ended_output);
  CHECK(ending.end == request_complete);
}

// When each stream's first bytes came that were not read yet, in order. The streams are idle, so
// these are their ends.
std::vector<time_point> times_of_ends(const std::vector<std::unique_ptr<subscriber>>& streams) {
  std::vector<pollfd> asked;
  for (const auto& each : streams) asked.push_back({each->connection().number(), POLLIN, 0});
  std::vector<time_point> ends;
  while (ends.size() < streams.size() && poll(asked.data(), asked.size(), 5000) > 0) {
    for (auto& each : asked) {
      if (each.revents == 0) continue;
      each.fd = -1;
      ends.push_back(clock::now());
    }
  }
  return ends;
}

}  // namespace

TEST_CASE("SIGTERM ends 200 streams at event borders despite a reader that is stuck", "[O2]") {
  worker with(worker_plan::ticker().option("--drain", "2s"));
  std::vector<std::unique_ptr<subscriber>> streams;
  for (int i = 0; i < 200; ++i) {
    streams.push_back(std::make_unique<subscriber>(
        with.address(), web_request("/sluice/events?interval_ms=20&bytes=100")));
  }
  const stuck_reader stuck(with.address());
  const auto start = clock::now();
  with.running().signal(SIGTERM);
  for (const auto& stream : streams) require_clean_end(*stream);
  CHECK(with.running().wait(within()).value_or(-1) == 0);
  CHECK(clock::now() - start < scaled(2500ms));
}

TEST_CASE("SIGTERM stops accepting at once, while streams still drain", "[O2]") {
  worker with(worker_plan::ticker().option("--drain", "3s"));
  const stuck_reader stuck(with.address());
  with.running().signal(SIGTERM);
  REQUIRE(with.running().wait_for_error("draining"));
  CHECK(eventually(within(200ms), [&] { return !is_listening(with.address()); }));
  CHECK(with.running().is_running());
}

TEST_CASE("Many streams are ended over the drain time, not all in one moment", "[O2][H9]") {
  worker with(worker_plan::ticker().option("--drain", "2s").option("--loops", "1"));
  std::vector<std::unique_ptr<subscriber>> streams;
  for (int i = 0; i < 300; ++i) {
    streams.push_back(std::make_unique<subscriber>(with.address(), web_request("/sluice/idle")));
  }
  const auto start = clock::now();
  with.running().signal(SIGTERM);
  const auto ends = times_of_ends(streams);
  REQUIRE(ends.size() == streams.size());
  // From the tenth part to the last but one, half a second at least, and inside the drain time.
  CHECK(ends[ends.size() * 9 / 10] - ends[ends.size() / 10] > 500ms);
  CHECK(ends.back() - start < scaled(2s));
}

TEST_CASE("An idle worker stops at once", "[O2]") {
  worker with;
  fcgi_peer kept(with.address());
  kept.write(web_request("/sluice/page").keep_connection().bytes());
  CHECK(is_complete_answer(kept.read_response()));
  const auto start = clock::now();
  with.running().signal(GENERATE(SIGTERM, SIGINT));
  CHECK(with.running().wait(within()).value_or(-1) == 0);
  CHECK(clock::now() - start < scaled(500ms));
  CHECK(kept.wait_until_gone() == connection_state::closed);
}

TEST_CASE("A second signal ends the worker now", "[O2]") {
  worker with(worker_plan::ticker().option("--drain", "10s"));
  const stuck_reader stuck(with.address());
  const int second = GENERATE(SIGTERM, SIGINT);
  with.running().signal(SIGTERM);
  REQUIRE(with.running().wait_for_error("draining"));
  const auto start = clock::now();
  with.running().signal(second);
  const auto code = with.running().wait(within());
  REQUIRE(code.has_value());
  CHECK(*code >= 0);  // an exit of its own, not the signal's
  CHECK(clock::now() - start < scaled(500ms));
}
