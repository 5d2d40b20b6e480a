#include "auth/publish_origins.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::fields;
using sluice::request;
using sluice::auth::carrier;
using sluice::auth::object_to_source;
using sluice::auth::objection;
using sluice::auth::presented;
using sluice::auth::publish_origins;
using sluice::auth::reason;
using sluice::http::origin_list;

namespace {

const presented by_cookie = {"a.b.c", carrier::cookie, "cookie c=***"};

publish_origins origins_of(const std::vector<std::string>& allowed) {
  return {origin_list::try_parse(allowed).value()};
}

std::optional<objection> against(const fields& headers, const std::string& method = "POST",
                                 const presented& token = by_cookie,
                                 const std::vector<std::string>& allowed = {
                                     "https://app.example", "https://*.sub.example",
                                     "https://own.example:8443"}) {
  fields variables = {{"REQUEST_METHOD", method}};
  variables.insert(variables.end(), headers.begin(), headers.end());
  return object_to_source(request(variables, ""), token, origins_of(allowed));
}

}  // namespace

TEST_CASE("A cookie publishes from an allowed origin and from the site's own") {
  for (const char* const from : {"https://app.example", "https://APP.example:443",
                                 "https://a.sub.example", "https://own.example:8443"}) {
    CHECK_FALSE(against({{"HTTP_ORIGIN", from}}));
    CHECK_FALSE(against({{"HTTP_REFERER", std::string(from) + "/page?q"}}));
    CHECK_FALSE(against({{"HTTP_ORIGIN", from}, {"HTTP_REFERER", "https://evil.example/"}}));
  }
}

TEST_CASE("A cookie does not publish from elsewhere") {
  for (const char* const from :
       {"https://evil.example", "http://app.example", "https://app.example:8443",
        "https://app.example.evil.example", "https://sub.example", "https://own.example"}) {
    INFO(from);
    for (const char* const method : {"POST", "DELETE", "PUT", "PATCH", "post", ""}) {
      CHECK(against({{"HTTP_ORIGIN", from}}, method) ==
            objection{reason::source_not_allowed, from});
      CHECK(against({{"HTTP_REFERER", std::string(from) + "/page"}}, method) ==
            objection{reason::source_not_allowed, from});
    }
    CHECK(against({{"HTTP_ORIGIN", from}, {"HTTP_REFERER", "https://app.example/"}})->why ==
          reason::source_not_allowed);
  }
}

TEST_CASE("A cookie does not publish when no header says where it comes from") {
  CHECK(against({}) == objection{reason::source_unknown});
  CHECK(against({}, "DELETE") == objection{reason::source_unknown});
  CHECK(against({{"HTTP_REFERER", "not a URL"}}) == objection{reason::source_unknown});
  CHECK(against({{"HTTP_ORIGIN", "null"}}) == objection{reason::source_unknown});
  CHECK(against({}, "POST", by_cookie, {"*"}) == objection{reason::source_unknown});
  CHECK(against({{"HTTP_ORIGIN", "null"}}, "POST", by_cookie, {"*"}) ==
        objection{reason::source_unknown});
}

TEST_CASE("Where every origin is allowed a cookie publishes from each that is named") {
  CHECK_FALSE(against({{"HTTP_ORIGIN", "https://evil.example"}}, "POST", by_cookie, {"*"}));
}

TEST_CASE("Reading by cookie, and tokens that no browser adds by itself, need no origin") {
  for (const char* const method : {"GET", "HEAD", "OPTIONS", "QUERY"}) {
    CHECK_FALSE(against({{"HTTP_ORIGIN", "https://evil.example"}}, method));
    CHECK_FALSE(against({}, method));
  }
  CHECK_FALSE(against({}, "POST", {"a.b.c", carrier::header, ""}));
  CHECK_FALSE(against({}, "POST", {"a.b.c", carrier::query, ""}));
}
