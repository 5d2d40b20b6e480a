#include "auth/refusal.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "http/head.hpp"

using sluice::auth::describe;
using sluice::auth::last_reason;
using sluice::auth::objection;
using sluice::auth::operation;
using sluice::auth::reason;
using sluice::auth::refusal;
using sluice::auth::refuse;
using sluice::auth::to_reply;

namespace {

const std::string shown = "Authorization: Bearer ***";

std::vector<reason> all_reasons() {
  std::vector<reason> all;
  for (int i = 0; i <= static_cast<int>(last_reason); ++i) all.push_back(static_cast<reason>(i));
  return all;
}

}  // namespace

TEST_CASE("A publisher without a token is told which servers keep the header to themselves") {
  const refusal expected = {
      401,
      "no token came with the request; no Authorization header reached the worker; Apache: "
      "CGIPassAuth On; HAProxy: pass-header authorization",
      "Bearer realm=\"sluice\""};
  CHECK(refuse({reason::no_token}, operation::publish) == expected);
  CHECK(refuse({reason::no_token}, operation::administer) == expected);
}

TEST_CASE("A subscriber without a token is asked for one") {
  CHECK(refuse({reason::no_token}, operation::subscribe) ==
        refusal{401, "no token came with the request", "Bearer realm=\"sluice\""});
}

TEST_CASE("A header of another scheme is named as what it is") {
  CHECK(refuse({reason::other_scheme}, operation::publish) ==
        refusal{401, "the Authorization header has another scheme than Bearer",
                "Bearer realm=\"sluice\""});
}

TEST_CASE("A bad token is answered with 401, where it came from and why it is bad", "[H7]") {
  CHECK(refuse({reason::expired, "since 2027-01-15T08:00:00Z"}, operation::subscribe, shown) ==
        refusal{401, "Authorization: Bearer ***: the token has expired: since 2027-01-15T08:00:00Z",
                "Bearer realm=\"sluice\", error=\"invalid_token\", "
                "error_description=\"the token has expired\""});
  for (const reason why :
       {reason::malformed, reason::wrong_number_of_parts, reason::bad_base64, reason::bad_json,
        reason::algorithm_none, reason::algorithm_wrong, reason::extension_unknown,
        reason::bad_signature, reason::time_malformed, reason::not_yet_valid, reason::no_claim,
        reason::claim_malformed, reason::selectors_malformed, reason::too_many_selectors}) {
    const refusal answer = refuse({why}, operation::publish, shown);
    CHECK(answer.status == 401);
    CHECK(answer.challenge.find("error=\"invalid_token\"") != std::string::npos);
  }
}

TEST_CASE("A badly presented token is a bad request") {
  for (const reason why : {reason::token_misplaced, reason::several_tokens}) {
    const refusal answer = refuse({why}, operation::subscribe);
    CHECK(answer.status == 400);
    CHECK(answer.challenge.find("error=\"invalid_request\"") != std::string::npos);
  }
}

TEST_CASE("What a good token does not permit is forbidden") {
  for (const reason why : {reason::publish_not_granted, reason::subscribe_not_granted,
                           reason::topic_not_granted, reason::admin_not_granted}) {
    const refusal answer = refuse({why}, operation::publish, shown);
    CHECK(answer.status == 403);
    CHECK(answer.challenge.find("error=\"insufficient_scope\"") != std::string::npos);
  }
}

TEST_CASE("What no token would change is forbidden without asking for one") {
  CHECK(refuse({reason::no_key}, operation::publish) ==
        refusal{403, "publishing is off: no key is configured to verify tokens with", ""});
  CHECK(refuse({reason::source_not_allowed, "https://evil.example"}, operation::publish,
               "cookie c=***") ==
        refusal{403,
                "cookie c=***: the page's origin may not use a cookie to change anything here: "
                "https://evil.example",
                ""});
}

TEST_CASE("A refusal becomes a whole answer that no cache keeps") {
  const auto answer = to_reply(refuse({reason::no_token}, operation::subscribe));
  CHECK(encode_reply(answer, sluice::http::answer_part::whole) ==
        "Status: 401 Unauthorized\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Cache-Control: no-store\r\n"
        "WWW-Authenticate: Bearer realm=\"sluice\"\r\n"
        "Content-Length: 32\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "\r\n"
        "no token came with the request.\n");
}

TEST_CASE("Every reason has a sentence that a challenge may quote") {
  for (const reason why : all_reasons()) {
    const std::string sentence(describe(why));
    INFO(sentence);
    CHECK(sentence != "the request is not permitted");
    CHECK(sentence.back() != '.');
    for (const char c : sentence) CHECK((c >= ' ' && c < '\x7f' && c != '"' && c != '\\'));
    for (const reason other : all_reasons()) {
      CHECK((why == other) == (sentence == describe(other)));
    }
    const refusal answer = refuse({why}, operation::publish, shown);
    CHECK_NOTHROW(to_reply(answer));
    CHECK((answer.status == 400 || answer.status == 401 || answer.status == 403));
    // A 401 always says what would help (RFC 9110, section 15.5.2).
    if (answer.status == 401) CHECK_FALSE(answer.challenge.empty());
  }
  // One past the last has none of its own.
  CHECK(describe(static_cast<reason>(static_cast<int>(last_reason) + 1)) ==
        "the request is not permitted");
}
