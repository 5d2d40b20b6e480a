#include "doctor/departure.hpp"

#include <chrono>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace sluice::doctor;
using Catch::Matchers::Contains;
using state = probe_ending::state;

namespace {

finding judge(state now, std::size_t writes, web_server server,
              std::chrono::milliseconds heartbeat = 15s) {
  departed_stream what{2, 12, probe_ending{now, 3s, writes, {"1.0", "/sluice", heartbeat}}};
  return judge_departure(what, server);
}

}  // namespace

TEST_CASE("Known before the next frame is fine everywhere") {
  for (const web_server each : known_servers) {
    CHECK(judge(state::client_gone, 2, each).what == judgement::fine);
  }
}

TEST_CASE("Known at a later write is fine but for nginx, which tells at once") {
  const finding apache = judge(state::client_gone, 4, web_server::apache);
  CHECK(apache.what == judgement::fine);
  CHECK_THAT(apache.seen, Contains("at write 2") && Contains("up to 45.0 s"));
  const finding nginx = judge(state::client_gone, 4, web_server::nginx);
  CHECK(nginx.what == judgement::fault);
  CHECK_THAT(nginx.change, Contains("fastcgi_ignore_client_abort off;"));
}

TEST_CASE("How late it is known is what the files for each server say") {
  // deploy/*/README.md: within two, three and five heartbeats.
  CHECK_THAT(judge(state::client_gone, 3, web_server::lighttpd).seen, Contains("up to 30.0 s"));
  CHECK_THAT(judge(state::client_gone, 4, web_server::haproxy).seen, Contains("up to 45.0 s"));
  CHECK_THAT(judge(state::client_gone, 6, web_server::caddy).seen, Contains("up to 75.0 s"));
}

TEST_CASE("An nginx behind another server is not blamed for what that one does") {
  CHECK(server_of_departures(web_server::nginx, web_server::nginx) == web_server::nginx);
  CHECK(server_of_departures(web_server::apache, web_server::nginx) == web_server::apache);
  CHECK(server_of_departures(web_server::unknown, web_server::nginx) == web_server::unknown);
  // Caddy and HAProxy name themselves to the worker alone.
  CHECK(server_of_departures(web_server::unknown, web_server::caddy) == web_server::caddy);
}

TEST_CASE("Without a heartbeat a quiet stream is never given up, which is a remark") {
  CHECK(judge(state::client_gone, 3, web_server::caddy, 0ms).what == judgement::remark);
}

TEST_CASE("Not known after all frames is a fault") {
  const finding found = judge(state::complete, 12, web_server::caddy);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "departure");
  CHECK_THAT(found.seen, Contains("10 more frames"));
  CHECK(judge(state::running, 11, web_server::unknown).what == judgement::fault);
}

TEST_CASE("Nothing is told where another worker answers, or no frame came") {
  CHECK(judge(state::unknown, 0, web_server::nginx).what == judgement::skipped);
  CHECK(judge(state::ended_by_worker, 2, web_server::nginx).what == judgement::skipped);
  CHECK(judge_departure({2, 12, std::nullopt}, web_server::nginx).what == judgement::skipped);
  CHECK(judge_departure({0, 12, std::nullopt}, web_server::nginx).what == judgement::skipped);
}
