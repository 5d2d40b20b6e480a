#include "auth/inspection.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "auth/base64url.hpp"
#include "example.hpp"

using namespace std::chrono_literals;
using sluice::auth::algorithm;
using sluice::auth::encode_base64url;
using sluice::auth::inspection;
using sluice::auth::instant;
using sluice::auth::key;
using sluice::auth::signing_key;
namespace example = sluice::test::auth;
using sentences = std::vector<std::string>;

namespace {

const instant now(1'800'000'000s);

const std::vector<key>& keys() {
  static const std::vector<key> all = {
      key::try_make(algorithm::hs256, example::secret_of_32_bytes).value()};
  return all;
}

inspection inspect(const std::string& token) {
  return sluice::auth::inspect(token, keys(), now, 0s);
}

std::string signed_token(const std::string& header, const std::string& content) {
  const auto by = signing_key::try_make(algorithm::hs256, example::secret_of_32_bytes).value();
  const std::string text = encode_base64url(header) + "." + encode_base64url(content);
  return text + "." + encode_base64url(by.sign(text));
}

}  // namespace

TEST_CASE("A good token is shown with nothing to say about it") {
  const inspection seen = inspect(example::hs256_token);
  CHECK(seen.header == "{\n  \"alg\": \"HS256\",\n  \"typ\": \"JWT\"\n}");
  CHECK(seen.claims ==
        "{\n  \"exp\": 4102444800,\n  \"mercure\": {\n    \"payload\": {\n      \"user\": \"u\"\n"
        "    },\n    \"publish\": [\n      \"https://example.com/books/{id}\"\n    ],\n"
        "    \"subscribe\": [\n      \"*\"\n    ]\n  }\n}");
  REQUIRE(seen.grants);
  CHECK(seen.grants->subscribe == sentences{"*"});
  CHECK(seen.problems.empty());
  CHECK(seen.remarks.empty());
}

TEST_CASE("Without a key the rest is shown and the signature is not vouched for") {
  const inspection seen = sluice::auth::inspect(example::es512_token, {}, now, 0s);
  CHECK(seen.grants.has_value());
  CHECK(seen.problems.empty());
  CHECK(seen.remarks == sentences{"the signature is not verified, because no key is given"});
}

TEST_CASE("What was pasted around a token is named and taken off") {
  const inspection seen = inspect(" \"" + example::hs256_token + "\"\n");
  CHECK(seen.grants.has_value());
  CHECK(seen.problems == sentences{"there are spaces or line breaks around the token",
                                   "there are quotes around the token"});
  const inspection bearer = inspect("Bearer " + example::hs256_token);
  CHECK(bearer.grants.has_value());
  CHECK(bearer.problems == sentences{"\"Bearer\" is part of the header, not of the token"});
}

TEST_CASE("All that is wrong with a token is said, each once") {
  const inspection seen = inspect(signed_token(R"({"alg":"none","crit":["b64"]})",
                                               R"({"exp":1,"nbf":4000000000,"mercure":{}})"));
  CHECK(seen.problems ==
        sentences{"the token is not signed: alg is none",
                  "the token demands an extension that sluice does not have (crit)",
                  "the token has expired: since 1970-01-01T00:00:01Z",
                  "the token is not valid yet: until 2096-10-02T07:06:40Z"});
  CHECK(seen.remarks ==
        sentences{"mercure.publish is missing, so it publishes nothing",
                  "mercure.subscribe is missing, so it receives no private updates"});
}

TEST_CASE("A signature by another key is found last") {
  const std::string tampered = example::hs256_token.substr(0, example::hs256_token.rfind('.')) +
                               "." + encode_base64url(std::string(32, 'x'));
  CHECK(inspect(tampered).problems ==
        sentences{"the token is not signed with a configured key, or was changed afterwards"});
  CHECK(inspect(example::rs256_token).problems ==
        sentences{"the token's algorithm is not the configured one: the token says RS256, the key "
                  "is for HS256"});
}

TEST_CASE("Parts that cannot be read are named and the others shown") {
  const inspection header = inspect("!." + encode_base64url(R"({"mercure":{}})") + ".aa");
  CHECK(header.header.empty());
  CHECK(header.grants.has_value());
  CHECK(header.problems ==
        sentences{"a part of the token is not Base64 for URLs without padding: the header",
                  "a part of the token is not Base64 for URLs without padding: the signature"});
  const inspection content = inspect(encode_base64url(R"({"alg":"HS256"})") + ".e30.");
  CHECK(content.claims == "{}");
  CHECK(content.problems ==
        sentences{"the token has no mercure claim",
                  "the token is not signed with a configured key, or was changed afterwards"});
  CHECK(inspect("a.b").problems ==
        sentences{"a signed token has three parts with dots between them, and this one has not"});
  CHECK(inspect("").problems == sentences{"the token is malformed: it is empty"});
}

TEST_CASE("What is allowed and seldom meant is remarked upon") {
  const std::string header = R"({"alg":"HS256"})";
  CHECK(inspect(signed_token(header, R"({"https://mercure.rocks/":{"publish":[],"subscribe":[]}})"))
            .remarks == sentences{"the token never expires, because it has no exp",
                                  "mercure.publish is empty, so it publishes nothing",
                                  "mercure.subscribe is empty, so it receives no private updates",
                                  "the claim has its old name, https://mercure.rocks/"});
  CHECK(inspect(signed_token(header, R"({"mercure":{"publish":["*"],"subscribe":["*"]},)"
                                     R"("exp":1893456000000})"))
            .remarks == sentences{"exp looks like milliseconds, and a token counts seconds"});
}
