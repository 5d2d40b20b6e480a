#include "doctor/silence.hpp"

#include <chrono>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace sluice::doctor;
using Catch::Matchers::Contains;
using sluice::client::timed_answer;

namespace {

// Cut after `seen` for the doctor and after `told` for the worker, whose heartbeat this is.
silent_stream cut(std::chrono::milliseconds seen, std::chrono::milliseconds told,
                  std::chrono::milliseconds heartbeat) {
  silent_stream made;
  made.silence = 65s;
  made.answer.status = 200;
  made.answer.how = timed_answer::ending::failed;
  made.record.frames_asked_for = 2;
  made.record.frames = {{0ms, 2ms, 400}};
  made.record.ended = seen + 2ms;
  made.record.arrival.emplace();
  made.ending =
      probe_ending{probe_ending::state::client_gone, told, 1, {"1.0", "/sluice", heartbeat}};
  return made;
}

}  // namespace

TEST_CASE("A cut far behind the heartbeat is a remark with the figure", "[P5]") {
  const finding found = judge_silence(cut(60s, 60s, 15s), web_server::nginx);
  CHECK(found.what == judgement::remark);
  CHECK_THAT(found.seen, Contains("cut after 60.0 s") && Contains("heartbeat of 15.0 s keeps"));
  CHECK_THAT(found.change, Contains("fastcgi_read_timeout"));
}

TEST_CASE("A cut within two heartbeats is a fault, and without a heartbeat any is", "[P5]") {
  const finding found = judge_silence(cut(20s, 20s, 15s), web_server::haproxy);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "cut-when-idle");
  CHECK_THAT(found.change, Contains("timeout server 1h") && Contains("below half"));
  CHECK(judge_silence(cut(60s, 60s, 0s), web_server::nginx).what == judgement::fault);
  CHECK(judge_silence(cut(30s, 30s, 15s), web_server::nginx).what == judgement::remark);
}

TEST_CASE("The cut is when the worker was dropped, where the browser is told later", "[P5]") {
  CHECK_THAT(judge_silence(cut(8200ms, 3200ms, 15s), web_server::apache).seen,
             Contains("cut after 3.20 s"));
}

TEST_CASE("A stream that lives is fine, and one that the worker ended says nothing") {
  auto whole = cut(65s, 65s, 15s);
  whole.record.frames.push_back({65s, 65s, 800});
  CHECK(judge_silence(whole, web_server::nginx).what == judgement::fine);
  auto drained = cut(5s, 5s, 15s);
  drained.ending->now = probe_ending::state::ended_by_worker;
  CHECK(judge_silence(drained, web_server::nginx).what == judgement::skipped);
  auto stopped = cut(5s, 5s, 15s);
  stopped.answer.how = timed_answer::ending::interrupted;
  CHECK(judge_silence(stopped, web_server::nginx).what == judgement::skipped);
  auto refused = cut(5s, 5s, 15s);
  refused.answer.status = 503;
  CHECK(judge_silence(refused, web_server::nginx).what == judgement::skipped);
}

TEST_CASE("A cut that the worker knows nothing of is looked at again, for it may be new") {
  auto restarted = cut(4s, 4s, 15s);
  CHECK_FALSE(is_unexplained(restarted));
  restarted.ending->now = probe_ending::state::unknown;
  CHECK(is_unexplained(restarted));
  restarted.ending.reset();
  CHECK(is_unexplained(restarted));
  restarted.answer.how = timed_answer::ending::interrupted;
  CHECK_FALSE(is_unexplained(restarted));
  auto whole = cut(65s, 65s, 15s);
  whole.record.frames.push_back({65s, 65s, 800});
  whole.ending.reset();
  CHECK_FALSE(is_unexplained(whole));
}

TEST_CASE("A cut is judged where another worker of the site answers for it") {
  auto other = cut(4s, 4s, 15s);
  other.ending->now = probe_ending::state::unknown;
  CHECK(judge_silence(other, web_server::nginx).what == judgement::fault);
  other.ending.reset();
  other.record.arrival->worker.heartbeat = 1s;
  CHECK(judge_silence(other, web_server::nginx).what == judgement::remark);
}
