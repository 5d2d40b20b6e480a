#include "daemon/probe_service.hpp"

#include <string>
#include <variant>

#include <catch2/catch.hpp>

using sluice::reply;
using sluice::reply_handler;
using sluice::request;
using namespace sluice::daemon;

namespace {

const request asked({{"REQUEST_METHOD", "GET"}, {"REQUEST_URI", "/live/probe"}}, "");

}  // namespace

TEST_CASE("The doctor's route is below the base path of any worker") {
  probe_service probes("/live");
  route_table routes;
  probes.add_routes(routes);
  CHECK(routes.has("/live/probe"));
  CHECK(routes.find(asked).found != nullptr);
}

TEST_CASE("A program's own route keeps its place beside the doctor's") {
  probe_service probes("/live");
  route_table routes;
  routes.add({"/live/probe", reply_handler([](const request&) { return reply(200, "own"); })});
  probes.add_routes(routes);
  const route* const found = routes.find(asked).found;
  REQUIRE(found != nullptr);
  CHECK(std::get<reply_handler>(found->handler)(asked).body() == "own");
}
