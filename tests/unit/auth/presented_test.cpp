#include "auth/presented.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using sluice::fields;
using sluice::request;
using sluice::auth::carrier;
using sluice::auth::find_token;
using sluice::auth::objection;
using sluice::auth::query_tokens;
using sluice::auth::reason;
using sluice::auth::token_places;

namespace {

request with_header(const std::string& value) {
  return request({{"HTTP_AUTHORIZATION", value}}, "");
}

token_places with_query() {
  token_places places;
  places.in_query = query_tokens::accepted;
  return places;
}

std::string found(const request& in, const token_places& places = {}) {
  const auto token = find_token(in, places);
  return token ? token->token : "(none)";
}

objection refused(const request& in, const token_places& places = {}) {
  const auto token = find_token(in, places);
  REQUIRE(token.has_error());
  return token.error();
}

}  // namespace

TEST_CASE("A token is taken from the Authorization header, with the scheme in any case") {
  for (const char* const value :
       {"Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c", "Bearer   a.b.c ", "\tBearer\ta.b.c"}) {
    const auto token = find_token(with_header(value), {});
    REQUIRE(token.has_value());
    CHECK(token->token == "a.b.c");
    CHECK(token->by == carrier::header);
    CHECK(token->shown == "Authorization: Bearer ***");
  }
}

TEST_CASE("An Authorization header with more or less than one token is refused") {
  CHECK(refused(with_header("Bearer")) == objection{reason::token_misplaced, "after Bearer"});
  CHECK(refused(with_header("Bearer  ")) == objection{reason::token_misplaced, "after Bearer"});
  const objection several = {reason::several_tokens, "the Authorization header"};
  CHECK(refused(with_header("Bearer a.b.c d.e.f")) == several);
  CHECK(refused(with_header("Bearer a.b.c, Bearer d.e.f")) == several);
  CHECK(refused(with_header("Bearer a.b.c,d.e.f")) == several);
  CHECK(refused(with_header("Bearer a.b.c,")) == several);
  CHECK(refused(with_header("Bearer, Bearer a.b.c")) == several);
}

TEST_CASE("A badly presented token is not made good by the next place") {
  const request in({{"HTTP_AUTHORIZATION", "Bearer a.b.c, Bearer d.e.f"},
                    {"QUERY_STRING", "authorization=q.q.q"},
                    {"HTTP_COOKIE", "mercureAuthorization=c.c.c"}},
                   "");
  CHECK(refused(in, with_query()).why == reason::several_tokens);
}

TEST_CASE("Another scheme is the web server's business, and a cookie is still found beside it") {
  for (const char* const value : {"Basic dTpw", "a.b.c", "Bearers a.b.c", "Bearer:a.b.c"}) {
    CHECK(refused(with_header(value)) == objection{reason::other_scheme});
  }
  const request in(
      {{"HTTP_AUTHORIZATION", "Basic dTpw"}, {"HTTP_COOKIE", "mercureAuthorization=c.c.c"}}, "");
  CHECK(found(in) == "c.c.c");
}

TEST_CASE("A cookie carries a token under the configured names, in their order") {
  const request in({{"HTTP_COOKIE", "a=1; second=s.s.s; mercureAuthorization=c.c.c"}}, "");
  const auto token = find_token(in, {}).value();
  CHECK(token.token == "c.c.c");
  CHECK(token.by == carrier::cookie);
  CHECK(token.shown == "cookie mercureAuthorization=***");

  token_places places;
  places.cookie_names = {"first", "second", "mercureAuthorization"};
  CHECK(found(in, places) == "s.s.s");
  places.cookie_names = {};
  CHECK(refused(in, places) == objection{reason::no_token});
  // A cookie that was taken away may stay behind empty.
  CHECK(refused(request({{"HTTP_COOKIE", "mercureAuthorization="}}, "")).why == reason::no_token);
}

TEST_CASE("The query carries a token only where that is switched on, and once") {
  const request in({{"QUERY_STRING", "topic=t&authorization=q.q.q"}}, "");
  CHECK(refused(in) == objection{reason::no_token});
  const auto token = find_token(in, with_query()).value();
  CHECK(token.token == "q.q.q");
  CHECK(token.by == carrier::query);
  CHECK(token.shown == "authorization=***");

  const request twice({{"QUERY_STRING", "authorization=a.a.a&authorization=b.b.b"}}, "");
  CHECK(refused(twice, with_query()) ==
        objection{reason::several_tokens, "the authorization parameter"});
  const request empty({{"QUERY_STRING", "authorization="}}, "");
  CHECK(refused(empty, with_query()) ==
        objection{reason::token_misplaced, "in the authorization parameter"});
}

TEST_CASE("The header goes before the query and the query before the cookie", "[H7]") {
  const std::pair<std::string, std::string> header = {"HTTP_AUTHORIZATION", "Bearer h.h.h"};
  const std::pair<std::string, std::string> query = {"QUERY_STRING", "authorization=q.q.q"};
  const std::pair<std::string, std::string> cookie = {"HTTP_COOKIE", "mercureAuthorization=c.c.c"};
  CHECK(found(request({cookie, query, header}, ""), with_query()) == "h.h.h");
  CHECK(found(request({cookie, header}, ""), with_query()) == "h.h.h");
  CHECK(found(request({cookie, query}, ""), with_query()) == "q.q.q");
  CHECK(found(request({cookie, query}, "")) == "c.c.c");
  // What a server sends for a header it keeps to itself.
  CHECK(found(request({cookie, {"HTTP_AUTHORIZATION", ""}}, "")) == "c.c.c");
}

TEST_CASE("Only a request without any token counts as one of nobody in particular") {
  CHECK(is_absent(refused(request(fields{}, "")).why));
  CHECK(is_absent(refused(with_header("Basic dTpw")).why));
  CHECK_FALSE(is_absent(refused(with_header("Bearer")).why));
  CHECK_FALSE(is_absent(reason::expired));
}
