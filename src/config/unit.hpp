// Values with units as text, and back. Pure. A number too large for its type reads as the type's
// largest, so that the range check that follows names the range.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::config {

/// Digits alone.
std::optional<std::size_t> try_parse_count(std::string_view text);

/// Digits and ms, s, m or h; without a unit they are seconds.
std::optional<std::chrono::milliseconds> try_parse_duration(std::string_view text);

/// Bytes: digits and KiB, MiB or GiB, or digits alone. KB and M are refused: they mean 1000 to some
/// and 1024 to others.
std::optional<std::size_t> try_parse_size(std::string_view text);

/// Permission bits, three octal digits with or without a 0 before them.
std::optional<unsigned> try_parse_mode(std::string_view text);

/// true, yes, on, 1 and false, no, off, 0, in any case.
std::optional<bool> try_parse_flag(std::string_view text);

/// In the largest unit that holds the value exactly, so that parsing gives it back.
std::string duration_text(std::chrono::milliseconds value);
std::string size_text(std::size_t bytes);
/// Four octal digits.
std::string mode_text(unsigned value);

}  // namespace sluice::config
