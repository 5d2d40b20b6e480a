// The JSON of tokens: strict, and bounded in depth. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

namespace sluice::auth {

// Claims are three levels deep, a payload of an application some more. What reads or writes JSON
// recursively needs about 300 bytes of stack a level.
inline constexpr std::size_t deepest_json_levels = 64;

/// An object (RFC 8259) in UTF-8, not nested deeper than `deepest_json_levels`, and nothing beside
/// it. Of a repeated member the last rules (RFC 7519, section 4).
std::optional<nlohmann::json> try_parse_json_object(std::string_view text);

/// The same for a value of any kind.
std::optional<nlohmann::json> try_parse_json(std::string_view text);

}  // namespace sluice::auth
