// Claims as JSON (RFC 7519, section 4). Pure.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "auth/claims.hpp"
#include "auth/reason.hpp"

namespace sluice::auth {

/// Reads claims. `mercure` rules; without it the claim `https://mercure.rocks/` of old publishers
/// does. Neither is needed where `sluice.admin` is true. A list or a payload that is `null` counts
/// as missing. Whether the times have come or gone is for the caller to say.
outcome<claims> read_claims(const nlohmann::json& document);

/// Writes them; an instant of whole seconds as an integer. Throws std::invalid_argument when
/// `payload` is not JSON.
nlohmann::json write_claims(const claims& of);

/// Seconds since 1970, whole or not (RFC 7519, section 2, NumericDate). Absent when it is not a
/// number; what lies outside the years 1970 to 2200 becomes their border, so that a leeway can be
/// added.
std::optional<instant> try_read_instant(const nlohmann::json& value);

/// `2026-11-25T09:00:00Z`, cut to seconds.
std::string instant_text(instant of);

}  // namespace sluice::auth
