#include "auth/key_advice.hpp"

namespace sluice::auth {
namespace {

std::string_view wanted_key(algorithm which) {
  switch (which) {
    case algorithm::es256:
      return "an elliptic curve key on P-256";
    case algorithm::es384:
      return "an elliptic curve key on P-384";
    case algorithm::es512:
      return "an elliptic curve key on P-521";
    case algorithm::eddsa:
      return "an Ed25519 or Ed448 key";
    default:
      return "an RSA key";
  }
}

bool has_pem_label(std::string_view bytes, std::string_view label) {
  return bytes.find("-----BEGIN " + std::string(label) + "-----") != std::string_view::npos;
}

bool has_private_label(std::string_view bytes) {
  for (const char* const label :
       {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY"}) {
    if (has_pem_label(bytes, label)) return true;
  }
  return false;
}

}  // namespace

bool is_pem(std::string_view bytes) {
  return bytes.find("-----BEGIN ") != std::string_view::npos;
}

std::string advice_on_pem_secret(algorithm what_for) {
  return std::string(name(what_for)) +
         " wants a secret, and this is a PEM file; name the algorithm of its key (RS256, ES256, "
         "EdDSA), or put a secret into the file";
}

std::string advice_on_pair(algorithm which, key_role role, std::string_view bytes) {
  const std::string wants =
      std::string(name(which)) + " wants " + std::string(wanted_key(which)) + " in PEM";
  if (has_pem_label(bytes, "ENCRYPTED PRIVATE KEY")) {
    return "the private key is encrypted; nobody is there to type its pass phrase";
  }
  if (role == key_role::sign) {
    if (has_pem_label(bytes, "PUBLIC KEY")) return "a public key signs nothing; " + wants;
    return "there is no readable private key; " + wants;
  }
  if (has_private_label(bytes)) {
    return "this is a private key, and verifying needs only the public one: "
           "openssl pkey -in FILE -pubout";
  }
  if (has_pem_label(bytes, "CERTIFICATE")) {
    return "this is a certificate; take the key out: openssl x509 -in FILE -pubkey -noout";
  }
  return "there is no readable public key; " + wants + ", not a secret";
}

std::string advice_on_kind(algorithm which) {
  return std::string(name(which)) + " wants " + std::string(wanted_key(which)) +
         ", and this is a key of another kind";
}

}  // namespace sluice::auth
