#include "auth/mint.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "auth/base64url.hpp"
#include "auth/token.hpp"
#include "example.hpp"

using namespace std::chrono_literals;
using sluice::errc;
using sluice::auth::algorithm;
using sluice::auth::claims;
using sluice::auth::instant;
using sluice::auth::key;
using sluice::auth::signing_key;
using sluice::auth::try_decode_base64url;
using sluice::auth::try_mint;
using sluice::auth::verify;
namespace example = sluice::test::auth;

namespace {

const std::vector<std::string> any_topic = {"*"};
const instant now(1'800'000'000s);

signing_key secret_key() {
  return signing_key::try_make(algorithm::hs256, example::secret_of_32_bytes).value();
}

std::string content_of(const claims& grants) {
  const std::string token = try_mint(secret_key(), grants).value();
  const std::size_t first = token.find('.') + 1;
  return try_decode_base64url(token.substr(first, token.rfind('.') - first)).value();
}

}  // namespace

TEST_CASE("The conformance token comes out byte for byte") {
  const auto by =
      signing_key::try_make(algorithm::hs256, "!ChangeThisMercureHubJWTSecretKey!").value();
  claims grants;
  grants.publish = any_topic;
  grants.subscribe = any_topic;
  CHECK(try_mint(by, grants).value() == example::conformance_token);
}

TEST_CASE("A minted token is verified by every algorithm and grants what was asked") {
  struct row {
    algorithm what_for;
    std::string signs;
    std::string verifies;
  };
  const std::vector<row> rows = {
      {algorithm::hs512, example::secret_of_64_bytes, example::secret_of_64_bytes},
      {algorithm::rs256, example::rsa_private_pem, example::rsa_public_pem},
      {algorithm::es256, example::ec256_private_pem, example::ec256_public_pem},
      {algorithm::es512, example::ec521_private_pem, example::ec521_public_pem},
      {algorithm::eddsa, example::ed25519_private_pem, example::ed25519_public_pem},
  };
  claims grants;
  grants.publish = {"https://example.com/{id}", "\xc3\xa9 \" \\"};
  grants.subscribe.emplace();
  grants.payload = R"({"name":"n","roles":[1,2]})";
  grants.expires = now + 90min;
  grants.not_before = now - 250ms;
  grants.is_admin = true;
  for (const row& each : rows) {
    const auto by = signing_key::try_make(each.what_for, each.signs).value();
    const std::vector<key> keys = {key::try_make(each.what_for, each.verifies).value()};
    CHECK(verify(try_mint(by, grants).value(), keys, now, 0s).value() == grants);
  }
}

TEST_CASE("A token holds only the claims that were asked for") {
  claims grants;
  CHECK(content_of(grants) == "{}");
  grants.is_admin = true;
  CHECK(content_of(grants) == R"({"sluice":{"admin":true}})");
  grants = {};
  grants.publish.emplace();
  CHECK(content_of(grants) == R"({"mercure":{"publish":[]}})");
  grants.expires = now;
  grants.not_before = now - 500ms;
  CHECK(content_of(grants) == R"({"exp":1800000000,"mercure":{"publish":[]},"nbf":1799999999.5})");
}

TEST_CASE("What no verifier would take is not minted") {
  claims grants;
  grants.payload = "{";
  CHECK(try_mint(secret_key(), grants).error().code == errc::text_malformed);
  grants = {};
  grants.publish = {"\xff"};
  CHECK(try_mint(secret_key(), grants).error().code == errc::text_not_utf8);
  grants = {};
  grants.subscribe.emplace(1001, "t");
  CHECK(try_mint(secret_key(), grants).error().code == errc::option_invalid);
}
