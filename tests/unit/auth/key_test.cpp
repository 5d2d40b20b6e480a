#include "auth/key.hpp"

#include <ostream>
#include <string>
#include <type_traits>
#include <vector>

#include <catch2/catch.hpp>

#include "auth/key_file.hpp"
#include "example.hpp"

using sluice::errc;
using sluice::auth::algorithm;
using sluice::auth::key;
using sluice::auth::signing_key;
namespace example = sluice::test::auth;

namespace {

template <class T>
concept printable_type = requires(std::ostream& out, const T& what) {
  out << what;
};
static_assert(!printable_type<key> && !printable_type<signing_key>);
static_assert(!std::is_convertible_v<key, std::string> &&
              !std::is_convertible_v<signing_key, std::string>);

std::string refused(algorithm what_for, const std::string& material) {
  const auto made = key::try_make(what_for, material);
  if (made) return "(taken)";
  CHECK(made.error().code == errc::option_invalid);
  return made.error().detail;
}

std::string refused_to_sign(algorithm what_for, const std::string& material) {
  const auto made = signing_key::try_make(what_for, material);
  return made ? "(taken)" : made.error().detail;
}

std::vector<std::string> remarks(algorithm what_for, const std::string& material) {
  return key::try_make(what_for, material).value().remarks();
}

}  // namespace

TEST_CASE("A key verifies what its other half signed, and nothing else") {
  struct row {
    algorithm what_for;
    std::string signs;
    std::string verifies;
  };
  const std::vector<row> rows = {
      {algorithm::hs256, example::secret_of_32_bytes, example::secret_of_32_bytes},
      {algorithm::hs384, example::secret_of_48_bytes, example::secret_of_48_bytes},
      {algorithm::hs512, example::secret_of_64_bytes, example::secret_of_64_bytes},
      {algorithm::rs256, example::rsa_private_pem, example::rsa_public_pem},
      {algorithm::rs384, example::rsa_private_pem, example::rsa_public_pem},
      {algorithm::rs512, example::rsa_private_pem, example::rsa_public_pem},
      {algorithm::es256, example::ec256_private_pem, example::ec256_public_pem},
      {algorithm::es384, example::ec384_private_pem, example::ec384_public_pem},
      {algorithm::es512, example::ec521_private_pem, example::ec521_public_pem},
      {algorithm::eddsa, example::ed25519_private_pem, example::ed25519_public_pem},
      {algorithm::eddsa, example::ed448_private_pem, example::ed448_public_pem},
  };
  for (const row& each : rows) {
    INFO(name(each.what_for));
    const auto signing = signing_key::try_make(each.what_for, each.signs).value();
    const auto verifying = key::try_make(each.what_for, each.verifies).value();
    CHECK(verifying.remarks().empty());
    // ECDSA draws a number each time, whose leading zeros must not shorten the signature.
    for (int i = 0; i < 20; ++i) {
      const std::string text = "text " + std::to_string(i);
      std::string signature = signing.sign(text);
      CHECK(verifying.verifies(text, signature));
      CHECK_FALSE(verifying.verifies(text + " ", signature));
      CHECK_FALSE(verifying.verifies(text, signature + '\0'));
      CHECK_FALSE(verifying.verifies(text, signature.substr(1)));
      signature.back() = static_cast<char>(signature.back() ^ 1);
      CHECK_FALSE(verifying.verifies(text, signature));
    }
    CHECK_FALSE(verifying.verifies("text", ""));
    CHECK_FALSE(verifying.verifies("text", std::string(64, '\0')));
    CHECK_FALSE(verifying.verifies("text", std::string(132, '\0')));
  }
}

TEST_CASE("A key of the wrong kind is refused with what it is and what is wanted") {
  using a = algorithm;
  CHECK(refused(a::hs256, "") == "the key is empty");
  CHECK(refused(a::rs256, "") == "the key is empty");
  CHECK(
      refused(a::hs256, example::rsa_public_pem) ==
      "HS256 wants a secret, and this is a PEM file; name the algorithm of its key (RS256, ES256, "
      "EdDSA), or put a secret into the file");
  CHECK(refused(a::rs256, example::ec256_public_pem) ==
        "RS256 wants an RSA key, and this is a key of another kind");
  CHECK(refused(a::es256, example::rsa_public_pem) ==
        "ES256 wants an elliptic curve key on P-256, and this is a key of another kind");
  CHECK(refused(a::es256, example::ec384_public_pem) ==
        "ES256 wants an elliptic curve key on P-256, and this is a key of another kind");
  CHECK(refused(a::es384, example::ec521_public_pem) ==
        "ES384 wants an elliptic curve key on P-384, and this is a key of another kind");
  CHECK(refused(a::es512, example::ed25519_public_pem) ==
        "ES512 wants an elliptic curve key on P-521, and this is a key of another kind");
  CHECK(refused(a::eddsa, example::ec256_public_pem) ==
        "EdDSA wants an Ed25519 or Ed448 key, and this is a key of another kind");
  CHECK(refused(a::rs256, "not a key") ==
        "there is no readable public key; RS256 wants an RSA key in PEM, not a secret");
  CHECK(refused(a::rs256, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n") ==
        "there is no readable public key; RS256 wants an RSA key in PEM, not a secret");
}

TEST_CASE(
    "A file that holds something near a public key is refused with the command to convert it") {
  const auto private_key =
      "this is a private key, and verifying needs only the public one: openssl pkey -in FILE "
      "-pubout";
  CHECK(refused(algorithm::rs256, example::rsa_private_pem) == private_key);
  CHECK(refused(algorithm::eddsa, example::ed25519_private_pem) == private_key);
  CHECK(refused(algorithm::es256, example::certificate_pem) ==
        "this is a certificate; take the key out: openssl x509 -in FILE -pubkey -noout");
}

TEST_CASE("A public key in the form of PKCS #1 is taken too") {
  const auto signing = signing_key::try_make(algorithm::rs256, example::rsa_private_pem).value();
  const auto verifying = key::try_make(algorithm::rs256, example::rsa_pkcs1_pem).value();
  CHECK(verifying.verifies("text", signing.sign("text")));
}

TEST_CASE("A signing key must be a private one that needs no pass phrase") {
  CHECK(refused_to_sign(algorithm::rs256, example::rsa_public_pem) ==
        "a public key signs nothing; RS256 wants an RSA key in PEM");
  CHECK(refused_to_sign(algorithm::es256, example::encrypted_pem) ==
        "the private key is encrypted; nobody is there to type its pass phrase");
  CHECK(refused_to_sign(algorithm::es256, "nothing") ==
        "there is no readable private key; ES256 wants an elliptic curve key on P-256 in PEM");
  CHECK(refused_to_sign(algorithm::es256, example::ec384_private_pem) ==
        "ES256 wants an elliptic curve key on P-256, and this is a key of another kind");
}

TEST_CASE("A key that is unwise is taken and remarked upon, without showing it") {
  CHECK(remarks(algorithm::hs256, "!ChangeMe!") ==
        std::vector<std::string>{"the secret has 10 bytes and HS256 wants 32 or more; a short one "
                                 "can be guessed from any token"});
  CHECK(remarks(algorithm::hs512, example::secret_of_32_bytes) ==
        std::vector<std::string>{"the secret has 32 bytes and HS512 wants 64 or more; a short one "
                                 "can be guessed from any token"});
  CHECK(remarks(algorithm::hs256, "\"" + example::secret_of_32_bytes + "\"") ==
        std::vector<std::string>{
            "the secret begins and ends with a quote, and they count as part of it"});
  CHECK(remarks(algorithm::hs256, example::secret_of_32_bytes + "\n") ==
        std::vector<std::string>{"the secret begins or ends with a space or a line break, which "
                                 "counts as part of it"});
  CHECK(remarks(algorithm::rs256, example::rsa_small_public_pem) ==
        std::vector<std::string>{"the RSA key has 1024 bits and RS256 wants 2048 or more"});
}
