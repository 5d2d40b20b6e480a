// No text that leaves the worker holds a part of a token (field report H7).
#include <chrono>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "auth/base64url.hpp"
#include "auth/presented.hpp"
#include "auth/redaction.hpp"
#include "auth/refusal.hpp"
#include "auth/token.hpp"
#include "example.hpp"

using namespace std::chrono_literals;
using sluice::auth::algorithm;
using sluice::auth::encode_base64url;
using sluice::auth::key;
using sluice::auth::operation;
using sluice::auth::reason;
using sluice::auth::signing_key;
namespace example = sluice::test::auth;

namespace {

// Stands in every part of every token below, encoded and not.
const std::string marker = "TOPSECRETTOPSECRET";

const std::vector<key>& keys() {
  static const std::vector<key> all = {
      key::try_make(algorithm::hs256, example::secret_of_32_bytes).value()};
  return all;
}

std::string signed_token(const std::string& header, const std::string& content) {
  const auto by = signing_key::try_make(algorithm::hs256, example::secret_of_32_bytes).value();
  const std::string text = encode_base64url(header) + "." + encode_base64url(content);
  return text + "." + encode_base64url(by.sign(text));
}

std::string token_of(const std::string& members) {
  return signed_token(R"({"alg":"HS256","kid":")" + marker + "\"}",
                      R"({"sub":")" + marker + "\"," + members + "}");
}

// One for every reason that `verify` can give.
std::vector<std::string> bad_tokens() {
  std::string many = "\"" + marker + "\"";
  for (int i = 0; i < 1000; ++i) many += ",\"" + marker + "\"";
  const std::string good = token_of(R"("mercure":{})");
  const std::string text = good.substr(0, good.rfind('.'));
  return {
      marker + " ",
      marker,
      marker + "!." + marker + "." + marker,
      encode_base64url(marker) + "." + marker + "." + marker,
      signed_token(R"({"alg":"none","kid":")" + marker + "\"}", marker),
      signed_token(R"({"alg":")" + marker + "\"}", marker),
      signed_token(R"({"alg":"HS256","crit":[")" + marker + "\"]}", marker),
      text + "." + encode_base64url(marker),
      text + "." + marker + "=",
      signed_token(R"({"alg":"HS256"})", marker),
      token_of(R"("exp":")" + marker + "\""),
      token_of(R"("mercure":{},"exp":1)"),
      token_of(R"("mercure":{},"nbf":4000000000)"),
      token_of(R"("other":{})"),
      token_of(R"("mercure":")" + marker + "\""),
      token_of(R"("mercure":{"publish":")" + marker + "\"}"),
      token_of(R"("mercure":{"subscribe":[)" + many + "]}"),
  };
}

// Any eight characters in a row of the token would be a piece worth having.
bool holds_piece(const std::string& text, const std::string& token) {
  constexpr std::size_t piece_bytes = 8;
  for (std::size_t i = 0; i + piece_bytes <= token.size(); ++i) {
    if (text.find(token.substr(i, piece_bytes)) != std::string::npos) return true;
  }
  return text.find(marker.substr(0, piece_bytes)) != std::string::npos;
}

}  // namespace

TEST_CASE("No answer to a bad token holds a piece of it", "[H7]") {
  const auto now = sluice::auth::instant(1'800'000'000s);
  std::set<reason> seen;
  for (const std::string& token : bad_tokens()) {
    const auto granted = verify(token, keys(), now, 0s);
    REQUIRE(granted.has_error());
    seen.insert(granted.error().why);
    for (const operation what : {operation::subscribe, operation::publish, operation::administer}) {
      const auto answer = refuse(granted.error(), what, "Authorization: Bearer ***");
      INFO(answer.sentence);
      CHECK(answer.sentence.find("***") != std::string::npos);
      CHECK_FALSE(holds_piece(answer.sentence, token));
      CHECK_FALSE(holds_piece(answer.challenge, token));
      const auto whole = to_reply(answer);
      for (const auto& [name, value] : whole.headers()) {
        CHECK_FALSE(holds_piece(value, token));
      }
    }
  }
  // All that can be wrong with a token's text, signature, times and claims was wrong once.
  std::set<reason> all;
  for (int i = static_cast<int>(reason::malformed);
       i <= static_cast<int>(reason::too_many_selectors); ++i) {
    all.insert(static_cast<reason>(i));
  }
  all.erase(reason::no_key);
  CHECK(seen == all);
}

TEST_CASE("No objection to a presentation holds a piece of the token", "[H7]") {
  using sluice::request;
  sluice::auth::token_places places;
  places.in_query = sluice::auth::query_tokens::accepted;
  const std::vector<request> requests = {
      request({{"HTTP_AUTHORIZATION", "Bearer " + marker + " " + marker}}, ""),
      request({{"HTTP_AUTHORIZATION", "Basic " + marker}}, ""),
      request({{"HTTP_AUTHORIZATION", marker}}, ""),
      request({{"QUERY_STRING", "authorization=" + marker + "&authorization=" + marker}}, ""),
  };
  for (const request& each : requests) {
    const auto found = find_token(each, places);
    REQUIRE(found.has_error());
    CHECK_FALSE(holds_piece(refuse(found.error(), operation::publish).sentence, marker));
  }
}

TEST_CASE("A request target is shown with its token as three stars", "[H7]") {
  using sluice::auth::without_tokens;
  CHECK(without_tokens("/.well-known/mercure?topic=a&authorization=x.y.z&b=1") ==
        "/.well-known/mercure?topic=a&authorization=***&b=1");
  CHECK(without_tokens("authorization=x.y.z") == "authorization=***");
  CHECK(without_tokens("/e?Authorization=x.y.z") == "/e?Authorization=***");
  CHECK(without_tokens("/e?%61uthorization=x.y.z") == "/e?%61uthorization=***");
  CHECK(without_tokens("/e?authorization=x=y=z&authorization=q") ==
        "/e?authorization=***&authorization=***");
  CHECK(without_tokens("/e?authorization=") == "/e?authorization=***");
  CHECK(without_tokens("/e?authorization&a=authorization") == "/e?authorization&a=authorization");
  CHECK(without_tokens("/e#authorization=x") == "/e#authorization=***");
  CHECK(without_tokens("/authorization/x?topic=https%3A%2F%2Fe%3Fq") ==
        "/authorization/x?topic=https%3A%2F%2Fe%3Fq");
  CHECK(without_tokens("").empty());
}
