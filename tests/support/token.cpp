#include "support/token.hpp"

#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "auth/base64url.hpp"
#include "auth/key.hpp"

namespace sluice::test {
namespace {

std::string list_text(const std::vector<std::string>& topics) {
  std::string text = "[";
  for (const auto& each : topics) text.append(text.size() > 1 ? ",\"" : "\"").append(each) += '"';
  return text + "]";
}

// With any bytes as the secret, those of a public key among them, which `auth` refuses to take.
std::string sign_with_secret(const EVP_MD* hash, std::string_view secret, std::string_view text) {
  std::string code(EVP_MAX_MD_SIZE, '\0');
  unsigned length = 0;
  HMAC(hash, secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(code.data()), &length);
  return code.substr(0, length);
}

std::string sign(const token_plan& plan, std::string_view text) {
  if (plan.signed_by == auth::algorithm::hs256) {
    return sign_with_secret(EVP_sha256(), plan.key, text);
  }
  if (plan.signed_by == auth::algorithm::hs512) {
    return sign_with_secret(EVP_sha512(), plan.key, text);
  }
  const auto key = auth::signing_key::try_make(plan.signed_by, plan.key);
  if (!key) throw std::runtime_error("no signing key: " + key.error().detail);
  return key->sign(text);
}

}  // namespace

std::string make_token(const token_plan& plan) {
  const std::string text =
      auth::encode_base64url(plan.header) + "." + auth::encode_base64url(plan.claims);
  return text + "." + auth::encode_base64url(sign(plan, text));
}

std::string make_token(std::string_view claims) {
  token_plan plan;
  plan.claims = claims;
  return make_token(plan);
}

std::string publisher_token(const std::vector<std::string>& topics) {
  return make_token(R"({"mercure":{"publish":)" + list_text(topics) + "}}");
}

std::string subscriber_token(const std::vector<std::string>& topics) {
  return make_token(R"({"mercure":{"subscribe":)" + list_text(topics) + "}}");
}

std::string claims_text(const std::vector<std::string>& publish,
                        const std::vector<std::string>& subscribe, std::string_view more) {
  std::string text = R"({"mercure":{"publish":)" + list_text(publish) + R"(,"subscribe":)" +
                     list_text(subscribe) + "}";
  if (!more.empty()) text.append(",").append(more);
  return text + "}";
}

std::string seconds_text(std::chrono::system_clock::time_point when) {
  using std::chrono::milliseconds;
  const auto whole = std::chrono::duration_cast<milliseconds>(when.time_since_epoch()).count();
  const std::string decimals = std::to_string(1000 + whole % 1000).substr(1);
  return std::to_string(whole / 1000) + "." + decimals;
}

}  // namespace sluice::test
