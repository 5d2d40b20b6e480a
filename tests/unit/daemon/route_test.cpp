#include "daemon/route.hpp"

#include <stdexcept>
#include <string>

#include <catch2/catch.hpp>

using sluice::reply;
using sluice::reply_handler;
using sluice::request;
using sluice::daemon::path_reach;
using sluice::daemon::route;
using sluice::daemon::route_table;

namespace {

request asked(const std::string& method, const std::string& target) {
  const auto mark = target.find('?');
  const std::string query = mark == std::string::npos ? "" : target.substr(mark + 1);
  return request({{"REQUEST_METHOD", method}, {"REQUEST_URI", target}, {"QUERY_STRING", query}},
                 "");
}

// Its answer's body tells which it is.
route named(const std::string& name, const std::string& path, const std::string& method = "GET",
            path_reach reach = path_reach::one, const std::string& parameter = "") {
  return {path, reply_handler([name](const request&) { return reply(200, name); }), method, reach,
          parameter};
}

std::string found(const route_table& in, const std::string& method, const std::string& target) {
  const request what = asked(method, target);
  const auto match = in.find(what);
  if (!match.found) return match.allowed.empty() ? "nothing" : "only " + match.allowed;
  return std::get<reply_handler>(match.found->handler)(what).body();
}

}  // namespace

TEST_CASE("A route answers its path and method, and GET stands for HEAD") {
  route_table routes;
  routes.add(named("read", "/hub"));
  routes.add(named("write", "/hub", "POST"));
  CHECK(found(routes, "GET", "/hub?x=1") == "read");
  CHECK(found(routes, "HEAD", "/hub") == "read");
  CHECK(found(routes, "POST", "/hub") == "write");
  CHECK(found(routes, "PUT", "/hub") == "only GET, HEAD, POST");
  CHECK(found(routes, "GET", "/hub/") == "nothing");
  CHECK(found(routes, "GET", "/hubs") == "nothing");
  CHECK(found(routes, "GET", "/%68ub") == "nothing");
}

TEST_CASE("A tree answers what lies below its path, as it was written") {
  route_table routes;
  routes.add(named("list", "/hub/list", "GET", path_reach::tree));
  CHECK(found(routes, "GET", "/hub/list") == "list");
  CHECK(found(routes, "GET", "/hub/list/a%2Fb/c") == "list");
  CHECK(found(routes, "GET", "/hub/lists") == "nothing");
  CHECK(found(routes, "POST", "/hub/list/a") == "only GET, HEAD");
}

TEST_CASE("Of two routes with one path, one answers the requests with its parameter") {
  for (const bool is_first : {true, false}) {
    route_table routes;
    if (is_first) routes.add(named("counter", "/events"));
    routes.add(named("hub", "/events", "GET", path_reach::one, "topic"));
    if (!is_first) routes.add(named("counter", "/events"));
    CHECK(found(routes, "GET", "/events") == "counter");
    CHECK(found(routes, "GET", "/events?topic=a") == "hub");
    CHECK(found(routes, "GET", "/events?topic=") == "hub");
    CHECK(found(routes, "GET", "/events?topics=a") == "counter");
  }
}

TEST_CASE("Without another route, one with a parameter answers all, and says what is missing") {
  route_table routes;
  routes.add(named("hub", "/events", "GET", path_reach::one, "topic"));
  CHECK(found(routes, "GET", "/events") == "hub");
}

TEST_CASE("A route that is there already, or is no path, is refused") {
  route_table routes;
  routes.add(named("read", "/hub"));
  CHECK_THROWS_AS(routes.add(named("again", "/hub")), std::invalid_argument);
  CHECK_THROWS_AS(routes.add(named("relative", "hub")), std::invalid_argument);
  CHECK_NOTHROW(routes.add(named("other", "/hub", "GET", path_reach::one, "topic")));
}
