#include "daemon/health_route.hpp"

#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

using sluice::reply;
using sluice::reply_handler;
using sluice::request;
using namespace sluice::daemon;

namespace {

using reasons = std::vector<std::string>;

reply ask(const route_table& of, const std::string& target) {
  const request asked({{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", target}}, "");
  const route* const found = of.find(asked).found;
  REQUIRE(found != nullptr);
  return std::get<reply_handler>(found->handler)(asked);
}

}  // namespace

TEST_CASE("A worker that has nothing against it is ready") {
  route_table routes;
  add_health_route(routes, "/sluice", [] { return reasons(); });
  for (const char* target : {"/sluice/healthz", "/sluice/healthz/ready", "/sluice/healthz/live"}) {
    CAPTURE(target);
    CHECK(ask(routes, target).status() == 200);
  }
}

TEST_CASE("One that takes no updates is not ready, says why, and lives") {
  route_table routes;
  add_health_route(routes, "/sluice", [] { return reasons{"the disk is full"}; });
  const reply ready = ask(routes, "/sluice/healthz/ready");
  CHECK(ready.status() == 503);
  CHECK(ready.body().find("the disk is full") != std::string::npos);
  CHECK(ask(routes, "/sluice/healthz").status() == 503);
  // Whatever starts a dead worker anew would end the streams of this one.
  CHECK(ask(routes, "/sluice/healthz/live").status() == 200);
}

TEST_CASE("A program's own health has its place") {
  route_table routes;
  routes.add({"/sluice/healthz", reply_handler([](const request&) { return reply(418, "own"); })});
  add_health_route(routes, "/sluice", [] { return reasons(); });
  CHECK(ask(routes, "/sluice/healthz").status() == 418);
}
