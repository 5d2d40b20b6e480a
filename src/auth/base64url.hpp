// Base64 for URLs without padding (RFC 4648, section 5; RFC 7515, section 2). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::auth {

std::string encode_base64url(std::string_view bytes);

/// Absent for any character outside the alphabet, padding and line breaks among them, and for bits
/// that belong to no byte: each token has one spelling, so a changed character is a changed token.
std::optional<std::string> try_decode_base64url(std::string_view text);

}  // namespace sluice::auth
