#include "doctor/doctor_arguments.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace sluice::doctor;
using words = std::vector<std::string>;

namespace {

std::string problem_of(const words& given) {
  const auto read = try_read_doctor(given);
  return read ? "" : read.error().sentence;
}

std::string probe_of(const std::string& url) {
  return try_read_doctor({url}).value().site->probe.text();
}

}  // namespace

TEST_CASE("A URL stands for the worker's probe route") {
  CHECK(probe_of("https://e.com") == "https://e.com/sluice/probe");
  CHECK(probe_of("https://e.com/") == "https://e.com/sluice/probe");
  CHECK(probe_of("https://e.com/live") == "https://e.com/live/probe");
  CHECK(probe_of("https://e.com/live/") == "https://e.com/live/probe");
  CHECK(probe_of("https://e.com/live/probe?frames=3") == "https://e.com/live/probe");
  CHECK(probe_of("https://e.com/live/events?topic=a") == "https://e.com/live/probe");
  CHECK(probe_of("https://e.com/.well-known/mercure") == "https://e.com/sluice/probe");
  for (const std::string route :
       {"/page", "/page.js", "/page.css", "/js", "/publish", "/status", "/status.js", "/status.css",
        "/status/events", "/metrics", "/healthz", "/healthz/live", "/healthz/ready"}) {
    CAPTURE(route);
    CHECK(probe_of("https://e.com/live" + route) == "https://e.com/live/probe");
  }
}

TEST_CASE("Options of the doctor are read") {
  const auto order =
      try_read_doctor({"http://e.com", "--quick", "--json", "--idle", "90s", "--server", "HAProxy",
                       "--ca-file", "ca.pem", "--token-file=t"})
          .value();
  CHECK(order.format == report_format::json);
  CHECK(order.site->how == depth::quick);
  CHECK(order.site->idle == 90s);
  CHECK(order.site->server == web_server::haproxy);
  CHECK(order.site->ca_file == "ca.pem");
  CHECK(order.site->token_file == "t");
}

TEST_CASE("Sockets may stand beside a URL or alone") {
  const auto order =
      try_read_doctor({"--socket", "/run/a.sock", "--socket", "localhost:9000"}).value();
  CHECK(order.sockets == words{"/run/a.sock", "localhost:9000"});
  CHECK_FALSE(order.site.has_value());
  CHECK(order.how == depth::whole);
  CHECK(try_read_doctor({"--socket", "/run/a.sock", "--quick"}).value().how == depth::quick);
}

TEST_CASE("What the doctor cannot do is refused with a sentence") {
  CHECK(problem_of({"e.com"}).starts_with("URL: "));
  CHECK_FALSE(problem_of({"http://a.com", "http://b.com"}).empty());
  CHECK_FALSE(problem_of({"http://a.com", "--idle", "11m"}).empty());
  CHECK_FALSE(problem_of({"http://a.com", "--idle", "soon"}).empty());
  CHECK_FALSE(problem_of({"http://a.com", "--server", "iis"}).empty());
  for (const words& site : {words{"--idle", "zzz"}, words{"--server", "foo"},
                            words{"--token-file", "/none"}, words{"--ca-file", "/none"}}) {
    CAPTURE(site.front());
    CHECK(problem_of(site).starts_with(site.front() + " "));
  }
  // Certificates are always checked.
  CHECK_FALSE(problem_of({"https://a.com", "--insecure"}).empty());
}
