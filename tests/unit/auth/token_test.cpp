#include "auth/token.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "auth/base64url.hpp"
#include "auth/compact.hpp"
#include "auth/json_object.hpp"
#include "example.hpp"

using namespace std::chrono_literals;
using sluice::auth::algorithm;
using sluice::auth::claims;
using sluice::auth::encode_base64url;
using sluice::auth::instant;
using sluice::auth::key;
using sluice::auth::most_selectors;
using sluice::auth::objection;
using sluice::auth::reason;
using sluice::auth::signing_key;
using sluice::auth::verify;
namespace example = sluice::test::auth;

namespace {

const std::vector<std::string> any_topic = {"*"};
const std::string header_of_hs256 = R"({"alg":"HS256"})";

instant at(std::int64_t seconds, std::chrono::milliseconds more = 0ms) {
  return instant(std::chrono::seconds(seconds) + more);
}
const instant now = at(1'800'000'000);

key secret_key(const std::string& secret = example::secret_of_32_bytes) {
  return key::try_make(algorithm::hs256, secret).value();
}

// A token of any header and claims that is signed well, for what only its content decides.
std::string signed_token(const std::string& header, const std::string& content) {
  const auto by = signing_key::try_make(algorithm::hs256, example::secret_of_32_bytes).value();
  const std::string text = encode_base64url(header) + "." + encode_base64url(content);
  return text + "." + encode_base64url(by.sign(text));
}
std::string token_of(const std::string& content) {
  return signed_token(header_of_hs256, content);
}

auto verified(const std::string& token, instant when = now, std::chrono::seconds leeway = 0s) {
  const std::vector<key> keys = {secret_key()};
  return verify(token, keys, when, leeway);
}

objection refused(const std::string& token, const std::vector<key>& keys = {secret_key()},
                  instant when = now) {
  const auto granted = verify(token, keys, when, 0s);
  REQUIRE(granted.has_error());
  return granted.error();
}

std::string list_of(std::size_t selectors) {
  std::string out = "[";
  for (std::size_t i = 0; i < selectors; ++i) out += i == 0 ? "\"t\"" : ",\"t\"";
  return out + "]";
}

}  // namespace

TEST_CASE("A token of every algorithm is verified and read") {
  struct row {
    algorithm what_for;
    std::string material;
    std::string token;
  };
  using a = algorithm;
  const std::vector<row> rows = {
      {a::hs256, example::secret_of_32_bytes, example::hs256_token},
      {a::hs384, example::secret_of_48_bytes, example::hs384_token},
      {a::hs512, example::secret_of_64_bytes, example::hs512_token},
      {a::rs256, example::rsa_public_pem, example::rs256_token},
      {a::rs384, example::rsa_public_pem, example::rs384_token},
      {a::rs512, example::rsa_public_pem, example::rs512_token},
      {a::es256, example::ec256_public_pem, example::es256_token},
      {a::es384, example::ec384_public_pem, example::es384_token},
      {a::es512, example::ec521_public_pem, example::es512_token},
      {a::eddsa, example::ed25519_public_pem, example::ed25519_token},
      {a::eddsa, example::ed448_public_pem, example::ed448_token},
  };
  claims expected;
  expected.publish = {"https://example.com/books/{id}"};
  expected.subscribe = any_topic;
  expected.payload = R"({"user":"u"})";
  expected.expires = at(4'102'444'800);
  for (const row& each : rows) {
    INFO(each.token);
    const std::vector<key> keys = {key::try_make(each.what_for, each.material).value()};
    CHECK(verify(each.token, keys, now, 0s).value() == expected);
    // No other configured algorithm takes it, whatever the key.
    for (const row& other : rows) {
      if (other.what_for == each.what_for) continue;
      const std::vector<key> others = {key::try_make(other.what_for, other.material).value()};
      CHECK(refused(each.token, others).why == reason::algorithm_wrong);
    }
  }
}

TEST_CASE("The token of the protocol's conformance tests is accepted") {
  const std::vector<key> keys = {secret_key("!ChangeThisMercureHubJWTSecretKey!")};
  claims expected;
  expected.publish = any_topic;
  expected.subscribe = any_topic;
  CHECK(verify(example::conformance_token, keys, now, 0s).value() == expected);
}

TEST_CASE("A public key is no secret to sign with") {
  const std::vector<key> rsa = {key::try_make(algorithm::rs256, example::rsa_public_pem).value()};
  CHECK(refused(example::public_key_as_secret_token, rsa) ==
        objection{reason::algorithm_wrong, "the token says HS256, the key is for RS256"});
  // Not even with an HS256 key beside it, because that one has another secret.
  const std::vector<key> both = {rsa.front(), secret_key()};
  CHECK(refused(example::public_key_as_secret_token, both) == objection{reason::bad_signature});
}

TEST_CASE("An unsigned token and an algorithm other than the configured one are refused", "[H7]") {
  const std::string content = R"({"mercure":{"publish":["*"]}})";
  for (const char* const none : {"none", "None", "NONE"}) {
    const std::string header = std::string(R"({"alg":")") + none + R"("})";
    const std::string text = encode_base64url(header) + "." + encode_base64url(content) + ".";
    CHECK(refused(text) == objection{reason::algorithm_none, "alg is none"});
    CHECK(refused(signed_token(header, content)).why == reason::algorithm_none);
  }
  CHECK(refused(signed_token(R"({"alg":"HS512"})", content)) ==
        objection{reason::algorithm_wrong, "the token says HS512, the key is for HS256"});
  for (const char* const header :
       {R"({"alg":"hs256"})", R"({"alg":"PS256"})", R"({"alg":256})", R"({"typ":"JWT"})",
        R"({"alg":["HS256"]})", R"({"alg":null})", R"({"alg":"HS256","alg":"X"})"}) {
    CHECK(
        refused(signed_token(header, content)) ==
        objection{reason::algorithm_wrong, "the token says something else, the key is for HS256"});
  }
}

TEST_CASE("Of several keys any may have signed, each by its own algorithm only") {
  const std::string& token = example::hs256_token;
  const key other = secret_key("another secret of thirty-two byte");
  const key rsa = key::try_make(algorithm::rs256, example::rsa_public_pem).value();
  CHECK(verify(token, std::vector<key>{other, rsa, secret_key()}, now, 0s).has_value());
  CHECK(verify(token, std::vector<key>{secret_key(), other}, now, 0s).has_value());
  CHECK(verify(example::rs256_token, std::vector<key>{secret_key(), rsa}, now, 0s).has_value());
  CHECK(refused(token, {other}) == objection{reason::bad_signature});
  CHECK(refused(example::es256_token, {secret_key(), rsa}) ==
        objection{reason::algorithm_wrong, "the token says ES256, the key is for HS256 or RS256"});
  CHECK(refused(token, {}) == objection{reason::no_key});
}

TEST_CASE("A secret with quotes is another secret") {
  const std::vector<key> keys = {secret_key("\"" + example::secret_of_32_bytes + "\"")};
  CHECK(refused(example::hs256_token, keys) == objection{reason::bad_signature});
}

TEST_CASE("A token cut anywhere is refused") {
  const std::string& token = example::hs256_token;
  for (std::size_t length = 0; length < token.size(); ++length) {
    CHECK(verified(token.substr(0, length)).has_error());
  }
}

TEST_CASE("A token with any one character changed is refused") {
  std::string token = example::hs256_token;
  for (char& c : token) {
    const char before = c;
    for (const char other : {'A', 'b', '_', '.', '=', ' ', '\n', '\0', '\x80'}) {
      if (other == before) continue;
      c = other;
      CHECK(verified(token).has_error());
    }
    c = before;
  }
  REQUIRE(verified(token).has_value());
}

TEST_CASE("Text that is not a token is refused with what it lacks") {
  const std::string tail = example::hs256_token.substr(example::hs256_token.find('.'));
  CHECK(refused("") == objection{reason::malformed, "it is empty"});
  CHECK(refused(std::string(64 * 1024 + 1, 'a')) ==
        objection{reason::malformed, "it is longer than 65536 bytes"});
  CHECK(refused("\"" + example::hs256_token + "\"") ==
        objection{reason::malformed, "there are quotes in it; take them out"});
  CHECK(refused(example::hs256_token + "\n") ==
        objection{reason::malformed, "there are spaces, line breaks or other bytes in it"});
  CHECK(refused("abc") == objection{reason::wrong_number_of_parts});
  CHECK(refused("a.b") == objection{reason::wrong_number_of_parts});
  CHECK(refused("a.b.c.d") == objection{reason::wrong_number_of_parts});
  CHECK(refused("a.b.c.d.e") ==
        objection{reason::wrong_number_of_parts, "it is an encrypted one, of five parts"});
  CHECK(refused("..") == objection{reason::bad_json, "the header"});
  CHECK(refused("e30=" + tail) == objection{reason::bad_base64, "the header"});
  CHECK(refused("!" + tail) == objection{reason::bad_base64, "the header"});
  CHECK(refused(encode_base64url("{") + tail) == objection{reason::bad_json, "the header"});
  CHECK(refused(encode_base64url("[]") + tail) == objection{reason::bad_json, "the header"});
  const std::string signed_text = example::hs256_token.substr(0, example::hs256_token.rfind('.'));
  CHECK(refused(signed_text + ".ab+") == objection{reason::bad_base64, "the signature"});
  CHECK(refused(signed_text + ".") == objection{reason::bad_signature});
}

TEST_CASE("Claims that are not a JSON object are refused though they are signed") {
  const std::string deep(sluice::auth::deepest_json_levels, '[');
  const std::string shut(sluice::auth::deepest_json_levels, ']');
  for (const std::string& content :
       {std::string(), std::string("null"), std::string("[]"), std::string("{} {}"),
        std::string("{\"a\":\"\xff\"}"), std::string("\xef\xbb\xbf{}"), std::string("{\"a\":NaN}"),
        "{\"a\":" + deep + shut + "}", "{\"a\":" + std::string(20'000, '[')}) {
    CHECK(refused(token_of(content)) == objection{reason::bad_json, "the claims"});
  }
}

TEST_CASE("A signed token that demands an unknown extension is refused") {
  CHECK(refused(signed_token(R"({"alg":"HS256","b64":false,"crit":["b64"]})",
                             R"({"mercure":{}})")) == objection{reason::extension_unknown});
}

TEST_CASE("A key that the token itself brings is not looked at") {
  const std::string header =
      R"({"alg":"HS256","kid":"../../x","jku":"https://evil.example/k","jwk":{"kty":"oct","k":"AA"}})";
  CHECK(verified(signed_token(header, R"({"mercure":{}})")).has_value());
  const std::vector<key> other = {secret_key("another secret of thirty-two byte")};
  CHECK(refused(signed_token(header, R"({"mercure":{}})"), other).why == reason::bad_signature);
}

TEST_CASE("A token is accepted until the instant of exp, a fraction of a second included", "[H7]") {
  const std::string token = token_of(R"({"mercure":{},"exp":1893456000.25})");
  CHECK(verified(token, at(1893456000, 249ms)).value().expires == at(1893456000, 250ms));
  CHECK(refused(token, {secret_key()}, at(1893456000, 250ms)) ==
        objection{reason::expired, "since 2030-01-01T00:00:00Z"});
  CHECK(refused(token_of(R"({"mercure":{},"exp":1799999999})")) ==
        objection{reason::expired, "since 2027-01-15T07:59:59Z"});
  CHECK_FALSE(verified(token_of(R"({"mercure":{}})")).value().expires);
}

TEST_CASE("A token is refused before nbf", "[H7]") {
  const std::string token = token_of(R"({"mercure":{},"nbf":1800000000.5})");
  CHECK(refused(token) == objection{reason::not_yet_valid, "until 2027-01-15T08:00:00Z"});
  CHECK(verified(token, at(1800000000, 500ms)).value().not_before == at(1800000000, 500ms));
}

TEST_CASE("The leeway forgives a clock both ways and moves the end of the stream with it", "[H7]") {
  const std::string token = token_of(R"({"mercure":{},"nbf":1800000010,"exp":1800000020})");
  CHECK(verified(token, at(1'800'000'004), 5s).has_error());
  CHECK(verified(token, at(1'800'000'005), 5s).value().expires == at(1'800'000'025));
  CHECK(verified(token, at(1'800'000'024), 5s).has_value());
  CHECK(verified(token, at(1'800'000'025), 5s).has_error());
}

TEST_CASE(
    "Times out of the clock's range are brought into it, and others than numbers are refused") {
  CHECK(verified(token_of(R"({"mercure":{},"exp":1e300})")).value().expires == at(7'258'118'400));
  CHECK(verified(token_of(R"({"mercure":{},"exp":18446744073709551615})"), now, 60s).has_value());
  CHECK(refused(token_of(R"({"mercure":{},"exp":-1e300})")) ==
        objection{reason::expired, "since 1970-01-01T00:00:00Z"});
  CHECK(refused(token_of(R"({"mercure":{},"exp":0})")).why == reason::expired);
  CHECK(refused(token_of(R"({"mercure":{},"exp":"1893456000"})")) ==
        objection{reason::time_malformed, "exp"});
  CHECK(refused(token_of(R"({"mercure":{},"exp":null})")) ==
        objection{reason::time_malformed, "exp"});
  CHECK(refused(token_of(R"({"mercure":{},"nbf":true})")) ==
        objection{reason::time_malformed, "nbf"});
}

TEST_CASE("A missing list of selectors and an empty one differ") {
  const auto missing = verified(token_of(R"({"mercure":{}})")).value();
  CHECK_FALSE(missing.has_publish());
  CHECK_FALSE(missing.has_subscribe());
  const auto empty = verified(token_of(R"({"mercure":{"publish":[],"subscribe":[]}})")).value();
  CHECK(empty.has_publish());
  CHECK(empty.publish->empty());
  CHECK(empty.has_subscribe());
  CHECK(empty.subscribe->empty());
  const auto null = verified(token_of(R"({"mercure":{"publish":null,"payload":null}})")).value();
  CHECK_FALSE(null.has_publish());
  CHECK_FALSE(null.payload);
}

TEST_CASE("Selectors that are not an array of strings are refused") {
  for (const char* const list : {R"("*")", "{}", "true", "[1]", R"(["a",null])", R"([["a"]])"}) {
    CHECK(refused(token_of(std::string(R"({"mercure":{"publish":)") + list + "}}")) ==
          objection{reason::selectors_malformed, "mercure.publish"});
    CHECK(refused(token_of(std::string(R"({"mercure":{"subscribe":)") + list + "}}")) ==
          objection{reason::selectors_malformed, "mercure.subscribe"});
  }
}

TEST_CASE("A list of a thousand selectors is accepted and one more is not") {
  const auto most = verified(token_of(R"({"mercure":{"publish":)" + list_of(most_selectors) +
                                      R"(,"subscribe":)" + list_of(most_selectors) + "}}"));
  CHECK(most.value().publish->size() == 1000);
  CHECK(most.value().subscribe->size() == 1000);
  CHECK(refused(token_of(R"({"mercure":{"subscribe":)" + list_of(most_selectors + 1) + "}}")) ==
        objection{reason::too_many_selectors, "mercure.subscribe may have at most 1000"});
}

TEST_CASE("The claim may have its old name, and the new one rules") {
  const std::string old = R"("https://mercure.rocks/":{"publish":["old"]})";
  CHECK(verified(token_of("{" + old + "}")).value().publish == std::vector<std::string>{"old"});
  const auto both = verified(token_of(R"({"mercure":{"subscribe":["new"]},)" + old + "}")).value();
  CHECK_FALSE(both.has_publish());
  CHECK(both.subscribe == std::vector<std::string>{"new"});
  CHECK(refused(token_of(R"({"sub":"x"})")) == objection{reason::no_claim});
  CHECK(refused(token_of(R"({"mercure":["*"]})")) == objection{reason::claim_malformed});
}

TEST_CASE("Only sluice.admin being true makes an administrator, who needs no other claim") {
  CHECK(verified(token_of(R"({"sluice":{"admin":true}})")).value().is_admin);
  CHECK(verified(token_of(R"({"sluice":{"admin":true},"mercure":{}})")).value().is_admin);
  for (const char* const claim :
       {R"({"admin":false})", R"({"admin":"true"})", R"({"admin":1})", "true", "{}", "[]"}) {
    const std::string content = std::string(R"("sluice":)") + claim + "}";
    CHECK_FALSE(verified(token_of(R"({"mercure":{},)" + content)).value().is_admin);
    CHECK(refused(token_of("{" + content)).why == reason::no_claim);
  }
}

TEST_CASE("A payload is kept as JSON text, whatever its kind") {
  for (const char* const payload :
       {R"({"a":[1,2.5,"x"],"b":null})", "\"text\"", "17", "false", "[]", "{\"n\":\"\xc3\xa9\"}"}) {
    const auto granted =
        verified(token_of(std::string(R"({"mercure":{"payload":)") + payload + "}}"));
    CHECK(granted.value().payload == payload);
  }
}
