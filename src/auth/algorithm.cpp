#include "auth/algorithm.hpp"

#include <array>

namespace sluice::auth {
namespace {

struct entry {
  algorithm which;
  std::string_view name;
  key_family family;
  std::size_t shortest_secret_bytes;
};

// In the order of the enumeration, which `entry_of` relies on.
constexpr std::array<entry, 10> entries = {{
    {algorithm::hs256, "HS256", key_family::secret, 32},
    {algorithm::hs384, "HS384", key_family::secret, 48},
    {algorithm::hs512, "HS512", key_family::secret, 64},
    {algorithm::rs256, "RS256", key_family::rsa, 0},
    {algorithm::rs384, "RS384", key_family::rsa, 0},
    {algorithm::rs512, "RS512", key_family::rsa, 0},
    {algorithm::es256, "ES256", key_family::elliptic_curve, 0},
    {algorithm::es384, "ES384", key_family::elliptic_curve, 0},
    {algorithm::es512, "ES512", key_family::elliptic_curve, 0},
    {algorithm::eddsa, "EdDSA", key_family::edwards, 0},
}};

const entry& entry_of(algorithm which) {
  return entries[static_cast<std::size_t>(which)];
}

}  // namespace

std::string_view name(algorithm which) {
  return entry_of(which).name;
}

key_family family(algorithm which) {
  return entry_of(which).family;
}

std::optional<algorithm> try_parse_algorithm(std::string_view text) {
  for (const entry& each : entries) {
    if (each.name == text) return each.which;
  }
  return std::nullopt;
}

const std::vector<algorithm>& all_algorithms() {
  static const std::vector<algorithm> all = [] {
    std::vector<algorithm> out;
    for (const entry& each : entries) out.push_back(each.which);
    return out;
  }();
  return all;
}

std::size_t shortest_secret_bytes(algorithm which) {
  return entry_of(which).shortest_secret_bytes;
}

}  // namespace sluice::auth
