// What a handler can do to its stream and to the others.
#include <catch2/catch.hpp>

#include <atomic>
#include <thread>

#include "support/ask.hpp"
#include "support/audience.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// Takes all that a stream sends, as fast as it comes.
class greedy_reader final {
 public:
  explicit greedy_reader(const std::string& address) : peer_(address) {
    peer_.write(web_request("/sluice/flood?bytes=1000").bytes());
    thread_ = std::thread([this] { peer_.wait_until_gone(within(30s)); });
  }
  ~greedy_reader() {
    peer_.shut_down_writing();
    thread_.join();
  }
  greedy_reader(const greedy_reader&) = delete;
  greedy_reader& operator=(const greedy_reader&) = delete;

 private:
  fcgi_peer peer_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("A handler that throws before its first event is answered 500, and the worker lives") {
  worker with;
  const auto response = ask(with.address(), web_request("/sluice/throw"));
  CHECK(is_complete_answer(response));
  CHECK(parse_answer(response.output).code() == 500);
  CHECK(parse_answer(response.output).body.find("as asked") == std::string::npos);
  REQUIRE(with.running().wait_for_error("the ticker throws as asked"));
  CHECK(with.running().error_lines_with("the ticker throws as asked") == 1);
  CHECK(with.running().error_lines_with("/throw") == 1);
  CHECK(parse_answer(ask(with.address(), web_request("/sluice/page")).output).code() == 200);
}

TEST_CASE("A handler that throws in its stream ends it at an event border, logged once") {
  worker with;
  subscriber other(with.address(), web_request("/sluice/events?interval_ms=10"));
  subscriber stream(with.address(), web_request("/sluice/throw?after=3"));
  const auto ending = stream.read_to_end();
  CHECK(ending.events.size() == 3);
  CHECK(ending.cut.empty());
  CHECK(ending.has_ended_output);
  CHECK(ending.end == request_complete);
  REQUIRE(with.running().wait_for_error("the ticker throws as asked"));
  CHECK(with.running().error_lines_with("/throw") == 1);
  CHECK(other.next().id == "1");
  CHECK(other.next().id == "2");
}

TEST_CASE("A handler resumes behind Last-Event-ID") {
  worker with;
  subscriber stream(with.address(),
                    web_request("/sluice/events?count=5&interval_ms=0").last_event_id("2"));
  const auto ending = stream.read_to_end();
  REQUIRE(ending.events.size() == 3);
  CHECK(ending.events.front().id == "3");
  CHECK(ending.events.back().id == "5");
}

TEST_CASE("Events arrive as they are sent, not in lumps") {
  worker with;
  subscriber stream(with.address(), web_request("/sluice/events?count=10&interval_ms=50"));
  auto last = clock::now();
  for (int n = 1; n <= 10; ++n) {
    CHECK(stream.next().id == std::to_string(n));
    // The first is there already.
    if (n > 1) CHECK(clock::now() - last >= 40ms);
    last = clock::now();
  }
}

TEST_CASE("A handler that never waits for anything but its sends lets the other streams tick") {
  worker with(worker_plan::ticker().option("--loops", "1"));
  audience watching(with.address(), "/sluice/events?interval_ms=20", 10);
  const greedy_reader reader(with.address());
  auto best = std::chrono::nanoseconds::max();
  for (int run = 0; run < 3 && best >= scaled(200ms); ++run) {
    watching.start_measuring();
    CHECK(watching.wait_for_events(10 * 25, within()));
    best = std::min(best, watching.seen().worst_gap);
  }
  CHECK(watching.seen().ended == 0);
  CHECK(best < scaled(200ms));
}
