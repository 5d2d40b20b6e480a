// How long a busy server asks to wait. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::client {

/// Reads Retry-After (RFC 9110, section 10.2.3) where it is a number of seconds. Dates are not
/// read. Cut to an hour, so that a mistake there is not waited for.
std::optional<std::chrono::seconds> try_parse_retry_after(std::string_view value);

/// The same cut, for a number that came elsewhere.
std::chrono::seconds bounded_retry(std::uint64_t seconds);

}  // namespace sluice::client
