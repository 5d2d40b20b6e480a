#include "doctor/socket_speech.hpp"

#include <catch2/catch.hpp>

#include "unit/doctor/socket_sights.hpp"

using sluice::doctor::judge_health;
using sluice::doctor::judge_pace;
using sluice::doctor::judgement;
using sluice::doctor::spoken_answer;
using sluice::test::sight_of_packaged_socket;
using namespace std::chrono_literals;
using how = sluice::doctor::spoken_answer::outcome;

namespace {

spoken_answer answer(int status, std::string type, std::string body) {
  spoken_answer made;
  made.how = how::complete;
  made.status = status;
  made.content_type = std::move(type);
  made.body = std::move(body);
  return made;
}

sluice::doctor::finding health_of(const spoken_answer& heard) {
  return judge_health(heard, sight_of_packaged_socket(), "/sluice");
}

spoken_answer paced(std::initializer_list<std::chrono::milliseconds> at) {
  auto made = answer(200, "text/event-stream", "");
  for (const auto each : at) made.pieces.push_back({each, 1});
  return made;
}

}  // namespace

TEST_CASE("A worker that is ready is fine", "[O4]") {
  CHECK(health_of(answer(200, "application/json", "{\"status\":\"ok\"}")).what == judgement::fine);
}

TEST_CASE("Whoever else listens is told from a worker by what it says", "[O4]") {
  spoken_answer foreign;
  foreign.how = how::foreign;
  foreign.trouble = "what answers does not speak FastCGI";
  CHECK(health_of(foreign).kind == "not-fastcgi");
  spoken_answer closed;
  closed.how = how::closed;
  CHECK(health_of(closed).kind == "not-fastcgi");
  CHECK(health_of(spoken_answer{}).kind == "no-answer");
  CHECK(health_of(answer(404, "text/html", "<p>")).kind == "not-a-worker");
  CHECK(health_of(answer(200, "text/html", "<p>")).kind == "not-a-worker");
}

TEST_CASE("A socket of systemd with no worker behind it is not blamed on a worker that hangs",
          "[O4][O1]") {
  auto seen = sight_of_packaged_socket();
  seen.host.is_from_systemd = true;
  seen.host.process = {1, "systemd"};
  const auto found = judge_health(spoken_answer{}, seen, "/sluice");
  CHECK(found.kind == "no-worker");
  CHECK(found.change.find("sluice config check") != std::string::npos);
  seen.host.process = {812, "sluice"};
  CHECK(judge_health(spoken_answer{}, seen, "/sluice").kind == "no-answer");
}

TEST_CASE("A worker that ends and one that is not ready are told apart", "[O4]") {
  CHECK(health_of(answer(503, "text/plain", "The worker is shutting down.\n")).kind == "draining");
  const auto found = health_of(answer(503, "application/json", "{\"reasons\":[\"disk full\"]}"));
  CHECK(found.kind == "not-ready");
  CHECK(found.seen.find("disk full") != std::string::npos);
}

TEST_CASE("What a stranger answers cannot forge lines of the report", "[O4]") {
  const auto found = health_of(answer(503, "text/plain", "x\nFAULT \x1b[31m"));
  CHECK(found.seen.find('\n') == std::string::npos);
  CHECK(found.seen.find('\x1b') == std::string::npos);
}

TEST_CASE("Frames that come one by one clear the worker", "[O4]") {
  CHECK(judge_pace(paced({0ms, 100ms, 200ms, 300ms, 400ms}), 5, 100ms).what == judgement::fine);
  // A busy machine wakes the doctor late now and then.
  CHECK(judge_pace(paced({0ms, 250ms, 250ms, 300ms, 400ms}), 5, 100ms).what == judgement::fine);
}

TEST_CASE("Frames that come in a lump are a remark, since no proxy stands between", "[O4]") {
  CHECK(judge_pace(paced({400ms, 400ms, 400ms}), 5, 100ms).kind == "worker-late");
  CHECK(judge_pace(paced({400ms}), 5, 100ms).kind == "worker-late");
  CHECK(judge_pace(answer(404, "text/plain", ""), 5, 100ms).what == judgement::skipped);
}

TEST_CASE("A worker at its limit of streams is a fault, and one with other doctors at it is not",
          "[O4]") {
  const auto full = judge_pace(
      answer(503, "text/plain", "This worker has as many streams as it may (streams-limit).\n"), 5,
      100ms);
  CHECK(full.what == judgement::fault);
  CHECK(full.kind == "stream-refused");
  CHECK(full.seen.find("streams-limit") != std::string::npos);
  const auto busy = judge_pace(
      answer(503, "text/plain", "As many probes of `sluice doctor` run on this worker as may."), 5,
      100ms);
  CHECK(busy.what == judgement::skipped);
}
