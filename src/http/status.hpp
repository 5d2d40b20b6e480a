// Status codes of final answers (RFC 9110, section 15). Pure.
#pragma once

#include <string_view>

namespace sluice::http {

// An interim answer (1xx) is the web server's own business, and proxies refuse what is not three
// digits of a known class.
inline constexpr int lowest_status = 200;
inline constexpr int highest_status = 599;

/// The phrase of IANA's registry, and its word "Unassigned" for a code that has none: the phrase
/// may not be missing (RFC 3875, section 6.3.3).
std::string_view reason_phrase(int status);

/// False for 204, 205 and 304, which end with their head (RFC 9110, sections 15.3.5, 15.3.6 and
/// 15.4.5).
bool allows_body(int status);

}  // namespace sluice::http
