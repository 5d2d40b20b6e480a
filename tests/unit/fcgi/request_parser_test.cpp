#include "fcgi/request_parser.hpp"

#include <csignal>
#include <string>

#include <catch2/catch.hpp>

#include "fcgi/record.hpp"

using sluice::fcgi::append_pair;
using sluice::fcgi::request_parser;
using namespace std::string_literals;

TEST_CASE("[F2] Pairs of every size become variables, in order, exactly") {
  std::string params;
  sluice::fields expected;
  for (const std::size_t size : {0, 1, 127, 128, 300, 8191, 8192, 60000}) {
    expected.emplace_back("NAME_" + std::to_string(size), std::string(size, 'v'));
  }
  expected.emplace_back("EQUALS", "a=b=c");
  for (const auto& [name, value] : expected) append_pair(params, name, value);
  request_parser parser;
  for (int i = 0; i < 2; ++i) {
    const auto parsed = parser.try_parse(params);
    REQUIRE(parsed.has_value());
    CHECK(*parsed == sluice::cgi_variables::of(expected));
  }
}

TEST_CASE("[F2] Lengths that lie are refused, and the next request is served") {
  request_parser parser;
  const auto refused = parser.try_parse("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == sluice::errc::text_malformed);
  std::string params;
  append_pair(params, "REQUEST_METHOD", "GET");
  const auto parsed = parser.try_parse(params);
  REQUIRE(parsed.has_value());
  CHECK(*parsed == sluice::cgi_variables::of(sluice::fields{{"REQUEST_METHOD", "GET"}}));
}

TEST_CASE("A short request behind a long one has its own variables only") {
  request_parser parser;
  for (const std::size_t size : {200'000, 60'000, 1, 0}) {
    std::string params;
    append_pair(params, "HTTP_COOKIE", std::string(size, 'c'));
    append_pair(params, "QUERY_STRING", "of " + std::to_string(size));
    const auto parsed = parser.try_parse(params);
    REQUIRE(parsed.has_value());
    CHECK(*parsed == sluice::cgi_variables::of({{"HTTP_COOKIE", std::string(size, 'c')},
                                                {"QUERY_STRING", "of " + std::to_string(size)}}));
  }
}

TEST_CASE("The library leaves the process's signals alone") {
  struct sigaction before {};
  before.sa_handler = SIG_IGN;
  struct sigaction saved {};
  ::sigaction(SIGUSR1, &before, &saved);
  const request_parser parser;
  struct sigaction after {};
  ::sigaction(SIGUSR1, &saved, &after);
  CHECK(after.sa_handler == SIG_IGN);
}
