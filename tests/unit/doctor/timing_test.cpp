#include "doctor/timing.hpp"

#include <chrono>
#include <vector>

#include <catch2/catch.hpp>

#include "stream_course.hpp"

using namespace std::chrono_literals;
using namespace sluice::doctor;
using Catch::Matchers::Contains;
using sluice::test::stream_that_came;

namespace {

timed_tries prompt() {
  return judge_tries({stream_that_came({2ms, 202ms, 402ms, 602ms, 802ms})});
}
timed_tries three_of(const stream_record& each) {
  return judge_tries({each, each, each});
}
timed_tries buffered() {
  return three_of(stream_that_came({1000ms, 1000ms, 1000ms, 1000ms, 1001ms}));
}
timed_tries delayed() {
  return three_of(stream_that_came({207ms, 407ms, 607ms, 807ms, 1007ms}));
}
timed_tries uneven() {
  auto made = three_of(stream_that_came({2ms, 380ms, 402ms, 802ms, 1150ms}));
  REQUIRE(made.together.how == pattern::uneven);
  return made;
}

}  // namespace

TEST_CASE("A prompt stream is fine, with its figures") {
  const finding found = judge_timing(prompt(), 0, web_server::nginx);
  CHECK(found.what == judgement::fine);
  CHECK(found.kind.empty());
  CHECK(found.change.empty());
  CHECK_THAT(found.tried, Contains("5 frames over 0.80 s"));
  CHECK_THAT(found.seen, Contains("each came as it was sent"));
}

TEST_CASE("A prompt try behind uneven ones is fine, and says so") {
  const auto uneven = stream_that_came({2ms, 390ms, 402ms, 990ms, 1200ms});
  auto tries = judge_tries({uneven, prompt().shown()});
  const finding found = judge_timing(tries, 0, web_server::nginx);
  CHECK(found.what == judgement::fine);
  CHECK_THAT(found.seen, Contains("at try 2"));
}

TEST_CASE("A prompt try behind a buffered one is a remark that sends to each server") {
  const auto tries = judge_tries({buffered().shown(), prompt().shown()});
  const finding found = judge_timing(tries, 0, web_server::nginx);
  CHECK(found.what == judgement::remark);
  CHECK(found.kind == "late-at-times");
  CHECK_THAT(found.seen, Contains("at 1 of 2 tries"));
  CHECK_THAT(found.change, Contains("each server behind this address"));
  CHECK(judge_compression(buffered(), "gzip", tries, web_server::nginx).what == judgement::skipped);
}

TEST_CASE("A buffered stream names nginx's directive", "[P1]") {
  const finding found = judge_timing(buffered(), 0, web_server::nginx);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "buffered");
  CHECK_THAT(found.change, Contains("fastcgi_buffering off;"));
  CHECK_THAT(found.change, Contains("X-Accel-Buffering"));
  CHECK_THAT(found.seen, Contains("all came together"));
}

TEST_CASE("The size of a buffer that was found is told", "[P3]") {
  const finding found = judge_timing(buffered(), 8 * 1024, web_server::apache);
  CHECK(found.kind == "buffered");
  CHECK_THAT(found.seen, Contains("8.0 KiB"));
  CHECK_THAT(found.change, Contains("flushpackets=on"));
  CHECK_THAT(found.change, Contains("<Proxy>"));
}

TEST_CASE("What nginx holds in lumps is buffered too, and another server holds it", "[P1][P3]") {
  const auto held = three_of(stream_that_came({402ms, 402ms, 402ms, 1002ms, 1002ms}));
  CHECK(judge_timing(held, 0, web_server::nginx).kind == "buffered");
  CHECK(judge_timing(held, 0, web_server::apache).kind == "held");
}

TEST_CASE("A constant delay names HAProxy's option", "[P5]") {
  const finding found = judge_timing(delayed(), 0, web_server::haproxy);
  CHECK(found.kind == "delayed");
  CHECK_THAT(found.seen, Contains("0.20 s late") || Contains("0.21 s late"));
  CHECK_THAT(found.change, Contains("option http-no-delay"));
}

TEST_CASE("An unknown server gets a line for each that is known") {
  const finding found = judge_timing(buffered(), 0, web_server::unknown);
  for (const char* name : {"nginx: ", "apache: ", "lighttpd: ", "caddy: ", "haproxy: "}) {
    CHECK_THAT(found.change, Contains(name));
  }
}

TEST_CASE("Uneven frames are a remark without advice") {
  const finding found = judge_timing(uneven(), 0, web_server::nginx);
  CHECK(found.what == judgement::remark);
  CHECK(found.change.empty());
}

TEST_CASE("Late only when compressed is the compressor's fault, not a buffer's", "[P6]") {
  const finding found = judge_compression(buffered(), "gzip", prompt(), web_server::unknown);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "compressed");
  CHECK_THAT(found.cause, Contains("compressor"));
  CHECK_THAT(found.seen, Contains("compressed with gzip"));
}

TEST_CASE("What a compressor or HTTP/2 holds back is seen on a busy machine too", "[P6]") {
  CHECK(judge_compression(buffered(), "gzip", uneven(), web_server::nginx).kind == "compressed");
  CHECK(judge_http2(buffered(), uneven(), web_server::nginx).kind == "held-over-http2");
}

TEST_CASE("A delay that a busy machine may have made is laid to nothing else") {
  CHECK(judge_compression(delayed(), "gzip", uneven(), web_server::nginx).what ==
        judgement::skipped);
  CHECK(judge_http2(delayed(), uneven(), web_server::nginx).what == judgement::skipped);
}

TEST_CASE("Late with and without compression is told once") {
  const finding found = judge_compression(buffered(), "", buffered(), web_server::nginx);
  CHECK(found.what == judgement::skipped);
  CHECK(found.kind.empty());
}

TEST_CASE("A stream that is compressed and in time is a remark") {
  const finding found = judge_compression(prompt(), "gzip", prompt(), web_server::nginx);
  CHECK(found.what == judgement::remark);
  CHECK(found.kind == "compressed-in-time");
  CHECK_THAT(found.change, Contains("gzip off;"));
}

TEST_CASE("HTTP/2 in time beside HTTP/1.1 that is held says what browsers hide", "[P3]") {
  const finding found = judge_http2(prompt(), buffered(), web_server::apache);
  CHECK(found.what == judgement::fine);
  CHECK_THAT(found.seen, Contains("HTTP/1.1 is held back"));
}

TEST_CASE("Held over HTTP/2 alone is a fault of its own") {
  const finding found = judge_http2(buffered(), prompt(), web_server::apache);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "held-over-http2");
  CHECK(judge_http2(buffered(), buffered(), web_server::apache).what == judgement::skipped);
}

TEST_CASE("A first frame that is slow among prompt ones is a remark") {
  auto slow = stream_that_came({1402ms, 1403ms, 1404ms, 1405ms, 1406ms});
  for (std::size_t i = 0; i < slow.frames.size(); ++i) {
    slow.frames[i].left = 200ms * static_cast<int>(i);
    slow.frames[i].came = 202ms * static_cast<int>(i) + 2ms;
  }
  slow.frames[0].came = 1200ms;
  slow.frames[1].came = 1202ms;
  for (std::size_t i = 2; i < slow.frames.size(); ++i) slow.frames[i].left += 800ms;
  for (std::size_t i = 2; i < slow.frames.size(); ++i) {
    slow.frames[i].came = slow.frames[i].left + 2ms;
  }
  slow.frames[1].left = 1200ms;
  const auto tries = judge_tries({slow});
  REQUIRE(tries.is_prompt());
  CHECK(judge_first_byte(tries).kind == "slow-first-byte");
  CHECK(judge_first_byte(prompt()).what == judgement::fine);
  CHECK(judge_first_byte(buffered()).what == judgement::skipped);
}
