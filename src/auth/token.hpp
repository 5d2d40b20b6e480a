// Whether a token is good, and what it grants.
#pragma once

#include <chrono>
#include <span>
#include <string_view>

#include "auth/claims.hpp"
#include "auth/key.hpp"
#include "auth/reason.hpp"

namespace sluice::auth {

/// Reads a signed token (RFC 7519) and says what it grants, or why it is not good. Any key may have
/// signed it, so that an old and a new one stand side by side while keys are exchanged. A key only
/// ever verifies by its own algorithm; the token's `alg` is compared with that and decides nothing,
/// and `kid`, `jwk` and `jku` are not looked at (RFC 8725, sections 3.1 and 3.10). Nothing of the
/// claims is read before the signature is verified.
///
/// `leeway` forgives clocks that differ: it is added to `exp` and taken from `nbf`.
///
///     const auto granted = verify(found.token, keys, std::chrono::system_clock::now(), 0s);
///     if (!granted) return refuse(granted.error(), operation::publish, found.shown);
outcome<claims> verify(std::string_view token, std::span<const key> keys, instant now,
                       std::chrono::seconds leeway);

}  // namespace sluice::auth
