#include "bench/signing.hpp"

#include <cstddef>
#include <random>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "auth/mint.hpp"

namespace sluice::bench {
namespace {

// HS256 wants as many as its hash has (RFC 7518, section 3.2).
constexpr std::size_t secret_bytes = 32;

}  // namespace

std::string draw_secret() {
  constexpr std::string_view letters = "0123456789abcdef";
  std::random_device random;
  std::string secret;
  while (secret.size() < secret_bytes) secret += letters[random() % letters.size()];
  return secret;
}

std::string mint(const std::string& secret, const auth::claims& grants) {
  const auto by = auth::signing_key::try_make(auth::algorithm::hs256, secret);
  const auto token = by ? auth::try_mint(*by, grants) : result<std::string>(by.error());
  if (!token) throw std::runtime_error("no token: " + token.error().message());
  return *token;
}

auth::claims publishing_grants() {
  auth::claims grants;
  grants.publish = std::vector<std::string>{"*"};
  return grants;
}

}  // namespace sluice::bench
