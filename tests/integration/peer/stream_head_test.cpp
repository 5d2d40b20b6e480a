// P2 and C7: the bytes a stream begins with.
#include <catch2/catch.hpp>

#include <algorithm>

#include "support/ask.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// Design, section 7. A proxy compares the type as a whole; each other line has its reason there.
const std::string expected_head =
    "Status: 200 OK\r\n"
    "Content-Type: text/event-stream\r\n"
    "Cache-Control: no-cache, no-store, no-transform\r\n"
    "X-Accel-Buffering: no\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "\r\n";

web_request from_a_browser(const std::string& target) {
  return web_request(target)
      .variable("HTTP_ACCEPT", "text/event-stream")
      .variable("HTTP_ACCEPT_ENCODING", "gzip, br, zstd")
      .variable("HTTP_CONNECTION", "keep-alive");
}

}  // namespace

TEST_CASE("The head of a stream is exact, whatever the browser offers", "[P2]") {
  worker with;
  const auto target = GENERATE(as<std::string>{}, "/sluice/events", "/sluice/idle");
  subscriber plain(with.address(), web_request(target));
  CHECK(plain.head().head == expected_head);
  subscriber browser(with.address(), from_a_browser(target));
  CHECK(browser.head().head == expected_head);
  for (const char* forbidden :
       {"Transfer-Encoding", "Content-Length", "Content-Encoding", "Connection", "Keep-Alive"}) {
    CHECK(browser.head().all(forbidden).empty());
  }
}

TEST_CASE("A stream without events sends its head and first bytes at once", "[C7]") {
  worker with;
  const auto start = clock::now();
  subscriber idle(with.address(), web_request("/sluice/idle"));
  CHECK(clock::now() - start < scaled(500ms));
  // A comment and this stream's own retry time, in the record of the head; nothing to dispatch.
  REQUIRE(idle.silent_blocks().size() == 2);
  CHECK(idle.records().size() == 1);
  CHECK_FALSE(idle.silent_blocks()[0].retry.has_value());
  const auto retry = std::stoi(idle.silent_blocks()[1].retry.value_or("0"));
  CHECK(retry >= 2000);
  CHECK(retry <= 5000);
}

TEST_CASE("Streams are told different retry times", "[C7][H9]") {
  worker with;
  std::vector<std::string> times;
  for (int i = 0; i < 20; ++i) {
    subscriber idle(with.address(), web_request("/sluice/idle"));
    times.push_back(idle.silent_blocks().back().retry.value_or(""));
  }
  std::sort(times.begin(), times.end());
  // Of 3,001 values, 20 draws hold 15 different ones but for one run in ten thousand millions.
  CHECK(std::unique(times.begin(), times.end()) - times.begin() >= 15);
}

TEST_CASE("HEAD answers a stream's head and ends, two hundred times", "[C7]") {
  worker with;
  const auto before = with.running().open_descriptors();
  for (int i = 0; i < 200; ++i) {
    const auto start = clock::now();
    const auto response = ask(with.address(), web_request("/sluice/events").method("HEAD"));
    CHECK(clock::now() - start < scaled(200ms));
    CHECK(response.output == expected_head);
    CHECK(response.has_ended_output());
    CHECK(response.end == request_complete);
  }
  CHECK(eventually(within(500ms), [&] { return with.running().open_descriptors() == before; }));
}

TEST_CASE("HEAD of a short route has the headers of GET and no body", "[C7]") {
  worker with;
  for (const std::string target : {"/sluice/page", "/sluice/js", "/sluice/echo"}) {
    const auto get = parse_answer(ask(with.address(), web_request(target)).output);
    const auto head = parse_answer(ask(with.address(), web_request(target).method("HEAD")).output);
    CHECK(head.head == get.head);
    CHECK(head.body.empty());
  }
}

TEST_CASE("A silent stream sends a comment every heartbeat", "[P5]") {
  worker with(worker_plan::ticker().option("--heartbeat", "1s"));
  subscriber idle(with.address(), web_request("/sluice/idle"));
  auto last = clock::now();
  for (int i = 0; i < 2; ++i) {
    const auto beat = idle.connection().read_record();
    CHECK(beat.content == ":\n\n");
    // The interval is spread by a tenth, and the wheel's grain is 50 ms.
    CHECK(clock::now() - last > 850ms);
    CHECK(clock::now() - last < scaled(1200ms));
    last = clock::now();
  }
}
