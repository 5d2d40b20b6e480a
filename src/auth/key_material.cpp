#include "auth/key_material.hpp"

#include "auth/key_advice.hpp"

#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

namespace sluice::auth {
namespace {

template <auto Free>
struct deleter {
  template <class T>
  void operator()(T* what) const {
    Free(what);
  }
};
using pkey_ptr = std::unique_ptr<EVP_PKEY, deleter<EVP_PKEY_free>>;
using bio_ptr = std::unique_ptr<BIO, deleter<BIO_free>>;
using digest_ptr = std::unique_ptr<EVP_MD_CTX, deleter<EVP_MD_CTX_free>>;
using ecdsa_ptr = std::unique_ptr<ECDSA_SIG, deleter<ECDSA_SIG_free>>;
using number_ptr = std::unique_ptr<BIGNUM, deleter<BN_free>>;

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* octets(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// EdDSA hashes by itself and is given none.
const EVP_MD* hash_of(algorithm which) {
  switch (which) {
    case algorithm::hs256:
    case algorithm::rs256:
    case algorithm::es256:
      return EVP_sha256();
    case algorithm::hs384:
    case algorithm::rs384:
    case algorithm::es384:
      return EVP_sha384();
    case algorithm::hs512:
    case algorithm::rs512:
    case algorithm::es512:
      return EVP_sha512();
    case algorithm::eddsa:
      return nullptr;
  }
  return nullptr;
}

// RFC 7518, section 3.4 binds each algorithm to one curve.
std::string_view curve_of(algorithm which) {
  if (which == algorithm::es256) return SN_X9_62_prime256v1;
  if (which == algorithm::es384) return SN_secp384r1;
  return SN_secp521r1;
}

bool is_of_kind(EVP_PKEY& key, algorithm which) {
  const int kind = EVP_PKEY_get_base_id(&key);
  switch (family(which)) {
    case key_family::rsa:
      return kind == EVP_PKEY_RSA;
    case key_family::edwards:
      return kind == EVP_PKEY_ED25519 || kind == EVP_PKEY_ED448;
    case key_family::elliptic_curve: {
      // The longest name of a curve in OpenSSL has some thirty characters.
      std::array<char, 80> group = {};
      std::size_t length = 0;
      return kind == EVP_PKEY_EC &&
             EVP_PKEY_get_group_name(&key, group.data(), group.size(), &length) == 1 &&
             std::string_view(group.data(), length) == curve_of(which);
    }
    case key_family::secret:
      return false;
  }
  return false;
}

// Answers for the pass phrase that OpenSSL would ask a terminal for: there is none.
int no_pass_phrase(char*, int, int, void*) {
  return -1;
}

pkey_ptr parse_pem(key_role role, std::string_view bytes) {
  const bio_ptr source(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  if (!source) return nullptr;
  pkey_ptr key(role == key_role::verify
                   ? PEM_read_bio_PUBKEY(source.get(), nullptr, no_pass_phrase, nullptr)
                   : PEM_read_bio_PrivateKey(source.get(), nullptr, no_pass_phrase, nullptr));
  ERR_clear_error();
  return key;
}

result<pkey_ptr> try_read_pair(algorithm what_for, key_role role, std::string_view bytes) {
  pkey_ptr key = parse_pem(role, bytes);
  if (!key) return failure{errc::option_invalid, advice_on_pair(what_for, role, bytes)};
  if (!is_of_kind(*key, what_for)) {
    return failure{errc::option_invalid, advice_on_kind(what_for)};
  }
  return key;
}

// r and s of an ECDSA signature, each as long as the curve's order (RFC 7518, section 3.4).
std::size_t number_bytes(EVP_PKEY& key) {
  return (static_cast<std::size_t>(EVP_PKEY_get_bits(&key)) + 7) / 8;
}

/// The DER that OpenSSL reads from the r and s that a token holds. Empty when the length is wrong.
std::string der_of(std::string_view signature, std::size_t each_bytes) {
  if (signature.size() != 2 * each_bytes) return {};
  const int length = static_cast<int>(each_bytes);
  number_ptr r(BN_bin2bn(octets(signature), length, nullptr));
  number_ptr s(BN_bin2bn(octets(signature) + each_bytes, length, nullptr));
  const ecdsa_ptr pair(ECDSA_SIG_new());
  if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  // The pair owns them from here on.
  r.release();
  s.release();
  const int der_bytes = i2d_ECDSA_SIG(pair.get(), nullptr);
  if (der_bytes <= 0) return {};
  std::string der(static_cast<std::size_t>(der_bytes), '\0');
  unsigned char* end = octets(der);
  i2d_ECDSA_SIG(pair.get(), &end);
  return der;
}

/// The reverse. Empty when `der` is not DER.
std::string numbers_of(std::string_view der, std::size_t each_bytes) {
  const unsigned char* begin = octets(der);
  const ecdsa_ptr pair(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der.size())));
  if (!pair) return {};
  std::string out(2 * each_bytes, '\0');
  const int length = static_cast<int>(each_bytes);
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), octets(out), length);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), octets(out) + each_bytes, length);
  return out;
}

}  // namespace

struct key_material::content {
  algorithm what_for;
  key_role role;
  std::string secret;
  pkey_ptr key;

  content(algorithm which, key_role what, std::string bytes)
      : what_for(which), role(what), secret(std::move(bytes)) {}
  ~content() { OPENSSL_cleanse(secret.data(), secret.size()); }
  content(const content&) = delete;
  content& operator=(const content&) = delete;

  std::string authentication_code(std::string_view text) const {
    std::string code(EVP_MAX_MD_SIZE, '\0');
    unsigned code_bytes = 0;
    if (!HMAC(hash_of(what_for), secret.data(), static_cast<int>(secret.size()), octets(text),
              text.size(), octets(code), &code_bytes)) {
      return {};
    }
    code.resize(code_bytes);
    return code;
  }
};

key_material::key_material(std::unique_ptr<const content> of) : content_(std::move(of)) {}
key_material::~key_material() = default;

result<std::shared_ptr<const key_material>> key_material::try_make(algorithm what_for,
                                                                   key_role role,
                                                                   std::string bytes) {
  auto made = std::make_unique<content>(what_for, role, std::move(bytes));
  std::string& given = made->secret;
  if (given.empty()) return failure{errc::option_invalid, "the key is empty"};
  if (family(what_for) == key_family::secret) {
    if (is_pem(given)) return failure{errc::option_invalid, advice_on_pem_secret(what_for)};
  } else {
    auto pair = try_read_pair(what_for, role, given);
    if (!pair) return pair.error();
    made->key = std::move(*pair);
    OPENSSL_cleanse(given.data(), given.size());
    given.clear();
  }
  return std::shared_ptr<const key_material>(new key_material(std::move(made)));
}

bool key_material::verifies(std::string_view text, std::string_view signature) const {
  const content& my = *content_;
  if (family(my.what_for) == key_family::secret) {
    const std::string code = my.authentication_code(text);
    return !code.empty() && code.size() == signature.size() &&
           CRYPTO_memcmp(code.data(), signature.data(), code.size()) == 0;
  }
  std::string der;
  if (family(my.what_for) == key_family::elliptic_curve) {
    der = der_of(signature, number_bytes(*my.key));
    if (der.empty()) return false;
    signature = der;
  }
  const digest_ptr digest(EVP_MD_CTX_new());
  const bool is_valid = digest &&
                        EVP_DigestVerifyInit(digest.get(), nullptr, hash_of(my.what_for), nullptr,
                                             my.key.get()) == 1 &&
                        EVP_DigestVerify(digest.get(), octets(signature), signature.size(),
                                         octets(text), text.size()) == 1;
  // A wrong signature leaves its reason in this thread's queue, which others would find.
  ERR_clear_error();
  return is_valid;
}

std::string key_material::sign(std::string_view text) const {
  const content& my = *content_;
  if (family(my.what_for) == key_family::secret) return my.authentication_code(text);
  if (my.role != key_role::sign) throw std::logic_error("a public key signs nothing");
  const digest_ptr digest(EVP_MD_CTX_new());
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(my.key.get())), '\0');
  std::size_t signature_bytes = signature.size();
  if (!digest ||
      EVP_DigestSignInit(digest.get(), nullptr, hash_of(my.what_for), nullptr, my.key.get()) != 1 ||
      EVP_DigestSign(digest.get(), octets(signature), &signature_bytes, octets(text),
                     text.size()) != 1) {
    ERR_clear_error();
    throw std::runtime_error("OpenSSL cannot sign with this key");
  }
  signature.resize(signature_bytes);
  if (family(my.what_for) != key_family::elliptic_curve) return signature;
  return numbers_of(signature, number_bytes(*my.key));
}

std::size_t key_material::size_bits() const {
  if (content_->key) return static_cast<std::size_t>(EVP_PKEY_get_bits(content_->key.get()));
  return content_->secret.size() * 8;
}

}  // namespace sluice::auth
