// The probe route, as the web server of a doctor asks for it.
#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

#include "hub_worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

web_request probe(const std::string& query) {
  return web_request("/sluice/probe?" + query);
}

std::string ending_of(const hub_worker& with, const std::string& id) {
  return with.answer_to(probe("ended=" + id)).body;
}

bool has_ended(const hub_worker& with, const std::string& id, const std::string& how) {
  return eventually(within(), [&] {
    return ending_of(with, id).find("\"state\":\"" + how + "\"") != std::string::npos;
  });
}

}  // namespace

TEST_CASE("A probe is an event stream of numbered frames that ends by itself", "[P2]") {
  const hub_worker with;
  auto asked = probe("id=whole&frames=3&interval=50ms&size=100");
  subscriber stream = with.stream(
      asked.variable("HTTP_AUTHORIZATION", "Bearer x").last_event_id("sluice-doctor-7"));
  CHECK(stream.head().all("Content-Type") == std::vector<std::string>{"text/event-stream"});
  const std::string first = stream.next().data.value();
  CHECK(first.find("\"frame\":1,") != first.npos);
  CHECK(first.find("\"authorization\":true") != first.npos);
  CHECK(first.find("\"last_event_id\":\"sluice-doctor-7\"") != first.npos);
  for (const char* number : {"2", "3"}) {
    const std::string frame = stream.next().data.value();
    CHECK(frame.find("\"frame\":" + std::string(number)) != frame.npos);
    CHECK(frame.find("\"padding\":\"" + std::string(100, '.') + "\"") != frame.npos);
  }
  const auto ending = stream.read_to_end();
  CHECK(ending.end == request_complete);
  CHECK(has_ended(with, "whole", "complete"));
  CHECK(ending_of(with, "whole").find("\"writes\":3") != std::string::npos);
}

TEST_CASE("A doctor that leaves is noticed, and after how many frames is told") {
  const hub_worker with;
  {
    subscriber stream = with.stream(probe("id=left&frames=64&interval=5s"));
    stream.next();
    CHECK(has_ended(with, "left", "running"));
  }
  CHECK(has_ended(with, "left", "client-gone"));
  CHECK(ending_of(with, "left").find("\"writes\":1") != std::string::npos);
  CHECK(has_ended(with, "never-begun", "unknown"));
}

TEST_CASE("A probe is as silent as it is asked to be, whatever the worker's heartbeat") {
  const hub_worker with(open_hub().option("--heartbeat", "1s"));
  subscriber silent = with.stream(probe("frames=2&interval=20ms&idle=2500ms"));
  silent.next();
  const std::size_t before = silent.silent_blocks().size();
  silent.next(within(10s));
  CHECK(silent.silent_blocks().size() == before);
}

TEST_CASE("A probe beats where it is asked to") {
  const hub_worker with;
  subscriber beating = with.stream(probe("frames=2&interval=20ms&idle=1s&heartbeat=100ms"));
  beating.next();
  const std::size_t before = beating.silent_blocks().size();
  beating.next(within(10s));
  CHECK(beating.silent_blocks().size() >= before + 3);
}

TEST_CASE("Sixteen probes run at a time; the next is asked to come back") {
  const hub_worker with;
  std::vector<std::unique_ptr<subscriber>> open;
  for (int i = 0; i < 16; ++i) {
    open.push_back(std::make_unique<subscriber>(with.address(), probe("frames=2&interval=5s")));
  }
  const cgi_answer refused = with.answer_to(probe("frames=1"));
  CHECK(refused.code() == 503);
  CHECK(refused.all("Retry-After").size() == 1);
  CHECK(refused.body.find("sluice doctor") != std::string::npos);
  open.clear();
  CHECK(eventually(within(), [&] { return with.answer_to(probe("frames=1")).code() == 200; }));
}

TEST_CASE("HEAD gets a stream's head, and what is out of bounds is refused") {
  const hub_worker with;
  auto head = probe("frames=5");
  const cgi_answer answer = with.answer_to(head.method("HEAD"));
  CHECK(answer.all("Content-Type") == std::vector<std::string>{"text/event-stream"});
  CHECK(answer.body.empty());
  check_refusal(with.answer_to(probe("frames=1000")), 400);
}

TEST_CASE("Probes count as streams and keep to the limits of streams") {
  const hub_worker with(open_hub().option("--streams-limit", "1"));
  subscriber stream = with.stream(probe("frames=2&interval=5s"));
  CHECK(with.answer_to(probe("frames=1")).code() == 503);
}
