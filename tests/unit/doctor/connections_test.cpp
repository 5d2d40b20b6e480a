#include "doctor/connections.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace sluice;
using namespace sluice::doctor;
using Catch::Matchers::Contains;

namespace {

client::timed_answer answered(int status, std::string body = "data: 1\n\n") {
  client::timed_answer made;
  made.status = status;
  made.pieces.push_back({time_point(), std::move(body)});
  made.ended = time_point() + std::chrono::seconds(2);
  return made;
}

}  // namespace

TEST_CASE("Streams that are all open are fine") {
  const finding found = judge_connections({8, answered(200)}, web_server::nginx);
  CHECK(found.what == judgement::fine);
  CHECK_THAT(found.tried, Contains("8 streams"));
}

TEST_CASE("Streams that wait until others have ended were not open together") {
  // Three places, each for two seconds; the others are queued.
  std::vector<client::timed_answer> queued(8, answered(200));
  for (std::size_t i = 0; i < queued.size(); ++i) {
    const auto begun = time_point() + std::chrono::milliseconds(2000 * (i / 3) + 5);
    queued[i].pieces.front().at = begun;
    queued[i].ended = begun + std::chrono::milliseconds(1990);
  }
  const finding found = judge_connections(queued, web_server::haproxy);
  CHECK(found.kind == "stream-limit");
  CHECK_THAT(found.seen, Contains("3 open") && Contains("began when another had ended"));
  CHECK_THAT(found.change, Contains("maxconn"));
}

TEST_CASE("A stream that takes the place of another as that ends was not open beside it") {
  std::vector<client::timed_answer> queued(8, answered(200));
  // Both were handled in one wake-up of the doctor, the new stream's bytes first.
  for (std::size_t i = 3; i < queued.size(); ++i) {
    queued[i].pieces.front().at = queued.front().ended - std::chrono::milliseconds(1);
    queued[i].ended = queued.front().ended + std::chrono::seconds(2);
  }
  CHECK_THAT(judge_connections(queued, web_server::nginx).seen, Contains("3 open"));
}

TEST_CASE("A stream that is cut frees no place that another waited for") {
  std::vector<client::timed_answer> some(8, answered(200));
  for (client::timed_answer& each : some) {
    each.pieces.front().at = time_point() + std::chrono::milliseconds(20);
    each.ended = time_point() + std::chrono::seconds(2);
  }
  some.front().pieces.front().at = time_point();
  some.front().ended = time_point() + std::chrono::milliseconds(10);
  some.front().how = client::timed_answer::ending::failed;
  CHECK(judge_connections(some, web_server::nginx).what == judgement::fine);
}

TEST_CASE("A limit is a fault with the status that tells of it") {
  std::vector<client::timed_answer> some(2, answered(200));
  some.insert(some.end(), 6, answered(503, "<html>"));
  const finding found = judge_connections(some, web_server::nginx);
  CHECK(found.kind == "stream-limit");
  CHECK_THAT(found.seen, Contains("2 open") && Contains("503"));
  CHECK_THAT(found.change, Contains("limit_conn"));
}

TEST_CASE("A connection that is reset counts as refused") {
  std::vector<client::timed_answer> some(7, answered(200));
  client::timed_answer reset;
  reset.how = client::timed_answer::ending::failed;
  reset.why = "Connection reset by peer";
  some.push_back(reset);
  CHECK_THAT(judge_connections(some, web_server::unknown).seen, Contains("reset by peer"));
}

TEST_CASE("Other doctors at the worker are no fault of the site") {
  std::vector<client::timed_answer> some(7, answered(200));
  some.push_back(answered(503, "As many probes of `sluice doctor` run on this worker as may.\n"));
  CHECK(judge_connections(some, web_server::nginx).what == judgement::skipped);
}
