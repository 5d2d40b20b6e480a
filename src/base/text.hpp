// Checks and conversions of text from outside.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

/// True for well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// ASCII only; other bytes compare as they are.
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// `text` without what `blanks` has at both its ends; otherwise the optional white space of header
/// fields (RFC 9110, section 5.6.3).
std::string_view trimmed(std::string_view text, std::string_view blanks = " \t");

/// For log lines: control bytes and bytes outside ASCII become \xNN, and what is longer than
/// `limit_bytes` ends in "…", so that a peer cannot forge or flood the log.
std::string printable(std::string_view text, std::size_t limit_bytes = 200);

}  // namespace sluice
