// The compact form of a signed token (RFC 7515, section 3.1): header.claims.signature. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "auth/reason.hpp"

namespace sluice::auth {

// As much as all variables of a request may have (params-limit): no longer one can arrive.
inline constexpr std::size_t longest_token_bytes = 64 * 1024;

/// The parts, still encoded; views of the token's text.
struct compact {
  std::string_view header;
  std::string_view claims;
  std::string_view signature;
  /// Header and claims with the dot between them: what is signed.
  std::string_view signed_text;
};

/// Fails with `malformed` or `wrong_number_of_parts`.
outcome<compact> try_split_compact(std::string_view token);

/// A JSON object out of its Base64. Fails with `bad_base64` or `bad_json`; `part` is its name.
outcome<nlohmann::json> try_decode_part(std::string_view text, std::string_view part);

}  // namespace sluice::auth
