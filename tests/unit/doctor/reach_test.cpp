#include "doctor/reach.hpp"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

using namespace sluice;
using namespace sluice::doctor;
using Catch::Matchers::Contains;
using client::trouble;

namespace {

constexpr const char* url = "https://e.com/sluice/probe";
constexpr const char* worker_says =
    R"({"sluice":"1.2.3","base_path":"/sluice","heartbeat_ms":15000,"state":"unknown"})";

client::timed_answer answered(int status, const std::string& type, std::string body) {
  client::timed_answer made;
  made.status = status;
  made.protocol = "HTTP/1.1";
  made.headers = {{"Server", "nginx/1.22.1"}, {"Content-Type", type}};
  if (!body.empty()) made.pieces.push_back({time_point(), std::move(body)});
  return made;
}

client::timed_answer failed(trouble what) {
  client::timed_answer made;
  made.how = client::timed_answer::ending::failed;
  made.what = what;
  made.why = "libcurl's own words";
  return made;
}

std::string kind_of(const client::timed_answer& answer) {
  return judge_reach(answer, url, web_server::nginx).kind;
}

}  // namespace

TEST_CASE("A worker's answer is fine, and names who is there") {
  const finding found =
      judge_reach(answered(200, "application/json", worker_says), url, web_server::nginx);
  CHECK(found.what == judgement::fine);
  CHECK_THAT(found.seen, Contains("nginx/1.22.1") && Contains("sluice 1.2.3"));
}

TEST_CASE("Each way of not reaching it has its kind, cause and advice") {
  const std::pair<trouble, const char*> rows[] = {
      {trouble::no_address, "no-address"},
      {trouble::refused, "refused"},
      {trouble::no_connection, "unreachable"},
      {trouble::too_slow, "too-slow"},
      {trouble::certificate_expired, "tls-expired"},
      {trouble::certificate_issuer, "tls-issuer"},
      {trouble::certificate_name, "tls-name"},
      {trouble::tls, "tls"},
      {trouble::cut, "server-error"},
  };
  for (const auto& [what, kind] : rows) {
    CAPTURE(kind);
    const finding found = judge_reach(failed(what), url, web_server::unknown);
    CHECK(found.what == judgement::fault);
    CHECK(found.kind == kind);
    CHECK_THAT(found.seen, Contains("libcurl's own words"));
    CHECK_FALSE(found.cause.empty());
    CHECK_FALSE(found.change.empty());
  }
}

TEST_CASE("Out of reach is what no server answered; a bad certificate was answered") {
  CHECK(is_out_of_reach(failed(trouble::refused)));
  CHECK(is_out_of_reach(failed(trouble::no_address)));
  CHECK(is_out_of_reach(failed(trouble::cut)));
  CHECK_FALSE(is_out_of_reach(failed(trouble::certificate_expired)));
  CHECK_FALSE(is_out_of_reach(answered(502, "text/html", "<html>")));
}

TEST_CASE("Answers that are not the worker's have their kinds") {
  CHECK(kind_of(answered(502, "text/html", "<html>")) == "worker-down");
  CHECK(kind_of(answered(503, "text/html", "<html>")) == "worker-down");
  CHECK(kind_of(answered(504, "text/html", "<html>")) == "worker-down");
  CHECK(kind_of(answered(503, "text/plain", "The worker is shutting down.\n")) == "busy");
  CHECK(kind_of(answered(503, "text/plain", "As many probes of `sluice doctor` run\n")) == "busy");
  CHECK(kind_of(answered(429, "text/plain", "Your address has as many streams open\n")) == "busy");
  CHECK(kind_of(answered(404, "text/html", "<html>")) == "not-found");
  CHECK(kind_of(answered(404, "text/plain", "Nothing answers /x/probe in this worker.\n")) ==
        "no-probe");
  CHECK(kind_of(answered(401, "text/html", "<html>")) == "forbidden");
  CHECK(kind_of(answered(403, "text/html", "<html>")) == "forbidden");
  CHECK(kind_of(answered(200, "text/html; charset=utf-8", "<html>")) == "page");
  CHECK(kind_of(answered(200, "application/json", "[]")) == "no-probe");
  CHECK(kind_of(answered(200, "", "")) == "not-found");
  CHECK(kind_of(answered(500, "text/html", "<html>")) == "server-error");
}

TEST_CASE("Where something else answers, the snippet is looked for before anything else") {
  for (const auto& other :
       {answered(200, "text/plain", "hello"), answered(200, "text/html", "<html>")}) {
    const std::string change = judge_reach(other, url, web_server::nginx).change;
    CHECK(change.starts_with("first see that the site of this host name includes the snippet"));
    CHECK_THAT(change, Contains("`nginx -T | grep sluice`"));
  }
}

TEST_CASE("A redirect says where it leads to") {
  auto moved = answered(301, "text/html", "<html>");
  moved.location = "https://www.e.com/sluice/probe";
  const finding found = judge_reach(moved, url, web_server::nginx);
  CHECK(found.kind == "redirect");
  CHECK_THAT(found.seen, Contains("https://www.e.com/sluice/probe"));
}

TEST_CASE("A redirect is shown without what may be secret in it") {
  auto moved = answered(302, "text/html", "<html>");
  moved.location = "https://me:word@sso.e.com/login?access_token=SECRET123&code=abc";
  const finding found = judge_reach(moved, url, web_server::nginx);
  CHECK_THAT(found.seen, Contains("to https://sso.e.com/login") && !Contains("SECRET123") &&
                             !Contains("code") && !Contains("word"));
  moved.location = "https://sso.e.com/in@out#access_token=SECRET123";
  CHECK_THAT(judge_reach(moved, url, web_server::nginx).seen,
             Contains("to https://sso.e.com/in@out") && !Contains("SECRET123"));
}

TEST_CASE("Other doctors at the worker are no fault of the site's timing") {
  const auto full = answered(503, "text/plain", "As many probes of `sluice doctor` run\n");
  const finding found = judge_refused_stream(full, url, web_server::nginx);
  CHECK(found.probe == "timing");
  CHECK(found.what == judgement::skipped);
  CHECK_THAT(found.seen, Contains("another doctor"));
  const auto down = answered(503, "text/html", "<html>");
  CHECK(judge_refused_stream(down, url, web_server::nginx).what == judgement::fault);
}

TEST_CASE("Where no short answer comes nothing is told of the timing") {
  const finding found = judge_no_round_trip(answered(503, "text/html", "<html>"));
  CHECK(found.probe == "timing");
  CHECK(found.what == judgement::skipped);
  CHECK_THAT(found.seen, Contains("status 503 to each"));
}

TEST_CASE("What a server says of itself cannot break a line") {
  auto hostile = answered(502, "text/html", "");
  hostile.headers.front().second = "evil\x1b[2J\nverdict fine";
  const std::string seen = judge_reach(hostile, url, web_server::unknown).seen;
  CHECK(seen.find('\n') == seen.npos);
  CHECK(seen.find('\x1b') == seen.npos);
}
