#include "http/cross_origin.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "http/head.hpp"

using sluice::fields;
using sluice::reply;
using sluice::request;
using sluice::http::cross_origin;
using sluice::http::origin_list;

namespace {

constexpr const char* expose = "Last-Event-ID, Mercure-Last-Event-ID, Link";

cross_origin allowing(const std::vector<std::string>& entries) {
  return cross_origin(origin_list::try_parse(entries).value());
}

request from(const std::string& origin, const std::string& method = "GET") {
  return request({{"REQUEST_METHOD", method}, {"HTTP_ORIGIN", origin}}, "");
}

request preflight_from(const std::string& origin) {
  return request(
      {{"REQUEST_METHOD", "OPTIONS"},
       {"HTTP_ORIGIN", origin},
       {"HTTP_ACCESS_CONTROL_REQUEST_METHOD", "GET"},
       {"HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "authorization,cache-control,last-event-id"}},
      "");
}

reply::header_list headers_of(const cross_origin& cors, const request& req) {
  reply::header_list list;
  cors.append_headers(list, req);
  return list;
}

}  // namespace

TEST_CASE("[C3] Each origin gets what the list allows it, and credentials never come with a star") {
  struct row {
    std::vector<std::string> entries;
    std::string origin;
    reply::header_list headers;
  };
  const reply::header_list only_vary = {{"Vary", "Origin"}};
  const reply::header_list star = {{"Vary", "Origin"},
                                   {"Access-Control-Allow-Origin", "*"},
                                   {"Access-Control-Expose-Headers", expose}};
  const auto exact = [](const std::string& origin) {
    return reply::header_list{{"Vary", "Origin"},
                              {"Access-Control-Allow-Origin", origin},
                              {"Access-Control-Allow-Credentials", "true"},
                              {"Access-Control-Expose-Headers", expose}};
  };
  const std::vector<row> rows = {
      {{}, "https://a.example", {}},
      {{"https://a.example"}, "https://a.example", exact("https://a.example")},
      {{"https://a.example:443"}, "https://A.example", exact("https://A.example")},
      {{"https://*.a.example"}, "https://b.a.example", exact("https://b.a.example")},
      {{"https://a.example"}, "https://b.example", only_vary},
      {{"https://a.example"}, "null", only_vary},
      {{"https://a.example"}, "https://a.example\r\nX: y", only_vary},
      {{"*"}, "https://b.example", star},
      {{"*"}, "null", star},
      {{"*", "https://a.example"}, "https://a.example", exact("https://a.example")},
      {{"*", "https://a.example"}, "https://b.example", star},
  };
  for (const auto& [entries, origin, headers] : rows) {
    CAPTURE(entries, origin);
    CHECK(headers_of(allowing(entries), from(origin)) == headers);
  }
}

TEST_CASE("[C3] A request without an origin is told only that answers differ by it") {
  const request req({{"REQUEST_METHOD", "GET"}}, "");
  CHECK(headers_of(allowing({"https://a.example"}), req) == reply::header_list{{"Vary", "Origin"}});
  CHECK(headers_of(allowing({}), req).empty());
}

TEST_CASE("[C3] An error carries the headers too, after its own") {
  const cross_origin cors = allowing({"https://a.example"});
  const reply refused = cors.with_headers(
      reply(401, "Bad token.\n").header("WWW-Authenticate", "Bearer"), from("https://a.example"));
  CHECK(sluice::http::encode_reply(refused, sluice::http::answer_part::whole) ==
        "Status: 401 Unauthorized\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "WWW-Authenticate: Bearer\r\n"
        "Vary: Origin\r\n"
        "Access-Control-Allow-Origin: https://a.example\r\n"
        "Access-Control-Allow-Credentials: true\r\n"
        "Access-Control-Expose-Headers: Last-Event-ID, Mercure-Last-Event-ID, Link\r\n"
        "Content-Length: 11\r\n"
        "Cache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "\r\n"
        "Bad token.\n");
}

TEST_CASE("[C3] A stream carries the headers in its head") {
  const cross_origin cors = allowing({"https://a.example"});
  const std::string head = sluice::http::stream_head(headers_of(cors, from("https://a.example")));
  CHECK(head.find("\r\nAccess-Control-Allow-Origin: https://a.example\r\n") != std::string::npos);
  CHECK(head.find("\r\nAccess-Control-Allow-Credentials: true\r\n") != std::string::npos);
}

TEST_CASE("[C3] A preflight is answered 204 without a token, and names what may be sent") {
  const auto answer =
      allowing({"https://a.example"}).preflight(preflight_from("https://a.example"));
  REQUIRE(answer.has_value());
  CHECK(
      sluice::http::encode_reply(*answer, sluice::http::answer_part::whole) ==
      "Status: 204 No Content\r\n"
      "Vary: Origin\r\n"
      "Access-Control-Allow-Origin: https://a.example\r\n"
      "Access-Control-Allow-Credentials: true\r\n"
      "Access-Control-Expose-Headers: Last-Event-ID, Mercure-Last-Event-ID, Link\r\n"
      "Access-Control-Allow-Methods: GET, HEAD, POST, DELETE\r\n"
      "Access-Control-Allow-Headers: authorization, cache-control, last-event-id, content-type\r\n"
      "Access-Control-Max-Age: 7200\r\n"
      "Cache-Control: no-store\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "\r\n");
}

TEST_CASE("[C3] A preflight from an origin that is not listed is allowed nothing") {
  const auto listed =
      allowing({"https://a.example"}).preflight(preflight_from("https://b.example"));
  REQUIRE(listed.has_value());
  CHECK(*listed == reply(204).header("Vary", "Origin"));
  const auto empty = allowing({}).preflight(preflight_from("https://b.example"));
  REQUIRE(empty.has_value());
  CHECK(*empty == reply(204));
}

TEST_CASE("What is no preflight is left to the routes") {
  const cross_origin cors = allowing({"https://a.example"});
  const fields variables = {{"HTTP_ORIGIN", "https://a.example"},
                            {"HTTP_ACCESS_CONTROL_REQUEST_METHOD", "GET"}};
  CHECK_FALSE(cors.preflight(from("https://a.example")).has_value());
  CHECK_FALSE(cors.preflight(from("https://a.example", "OPTIONS")).has_value());
  for (const char* const method : {"GET", "POST", "options"}) {
    fields all = variables;
    all.emplace_back("REQUEST_METHOD", method);
    CHECK_FALSE(cors.preflight(request(all, "")).has_value());
  }
  CHECK_FALSE(cors.preflight(request({{"REQUEST_METHOD", "OPTIONS"},
                                      {"HTTP_ACCESS_CONTROL_REQUEST_METHOD", "GET"}},
                                     ""))
                  .has_value());
}
