#include "doctor/request_headers.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace sluice;
using namespace sluice::doctor;
using Catch::Matchers::Contains;

namespace {

const sent_headers sent{"sluice-doctor-secret", "sluice_doctor=1", "sluice-doctor-17"};

std::vector<finding> judge(bool authorization, bool cookie, const std::string& id,
                           web_server server = web_server::apache) {
  client::timed_answer answer;
  answer.status = 200;
  stream_record record;
  record.arrival.emplace();
  record.arrival->has_authorization = authorization;
  record.arrival->has_cookie = cookie;
  record.arrival->has_last_event_id = !id.empty();
  record.arrival->last_event_id = id;
  return judge_request_headers(answer, record, sent, server);
}

}  // namespace

TEST_CASE("Headers that arrive are one fine line") {
  const auto found = judge(true, true, "sluice-doctor-17");
  REQUIRE(found.size() == 1);
  CHECK(found.front().what == judgement::fine);
}

TEST_CASE("Each lost header is a fault that names the line for the server") {
  auto found = judge(false, true, "sluice-doctor-17");
  REQUIRE(found.size() == 1);
  CHECK(found.front().kind == "authorization-lost");
  CHECK_THAT(found.front().change, Contains("CGIPassAuth On"));
  found = judge(false, true, "sluice-doctor-17", web_server::haproxy);
  CHECK_THAT(found.front().change, Contains("pass-header authorization"));
  found = judge(false, false, "");
  REQUIRE(found.size() == 3);
  CHECK(found[1].kind == "cookie-lost");
  CHECK(found[2].kind == "last-event-id-lost");
}

TEST_CASE("An id that arrives changed is lost") {
  const auto found = judge(true, true, "sluice-doctor-1");
  REQUIRE(found.size() == 1);
  CHECK(found.front().kind == "last-event-id-lost");
}

TEST_CASE("No finding holds what was sent") {
  for (const finding& each : judge(false, false, "")) {
    for (const std::string& text : {each.tried, each.seen, each.cause, each.change}) {
      CHECK_THAT(text, !Contains("secret") && !Contains("sluice_doctor"));
    }
  }
}

TEST_CASE("A made-up token that the site refuses says nothing of the way") {
  client::timed_answer answer;
  answer.status = 401;
  const auto found = judge_request_headers(answer, {}, sent, web_server::nginx);
  REQUIRE(found.size() == 1);
  CHECK(found.front().what == judgement::skipped);
  CHECK_THAT(found.front().seen, Contains("--token-file"));
}

TEST_CASE("A refusal that is not the token's is not laid to it") {
  client::timed_answer answer;
  answer.status = 503;
  CHECK_THAT(judge_request_headers(answer, {}, sent, web_server::nginx).front().seen,
             Contains("status 503") && !Contains("token"));
  answer.pieces.push_back({time_point(), "As many probes of `sluice doctor` run\n"});
  CHECK_THAT(judge_request_headers(answer, {}, sent, web_server::nginx).front().seen,
             Contains("another doctor") && !Contains("token"));
}
