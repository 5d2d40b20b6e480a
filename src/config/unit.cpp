#include "config/unit.hpp"

#include <array>
#include <charconv>
#include <limits>

#include "base/text.hpp"

namespace sluice::config {
namespace {

struct unit {
  std::string_view name;
  std::size_t factor;
};

// Largest first, the order in which the writers try them.
constexpr std::array<unit, 4> duration_units{
    {{"h", 3'600'000}, {"m", 60'000}, {"s", 1000}, {"ms", 1}}};
constexpr std::array<unit, 4> size_units{
    {{"GiB", 1024 * 1024 * 1024}, {"MiB", 1024 * 1024}, {"KiB", 1024}, {"", 1}}};

std::size_t multiply_saturating(std::size_t count, std::size_t factor, std::size_t highest) {
  return count > highest / factor ? highest : count * factor;
}

// `bare` is the factor of a number without a unit.
template <std::size_t Size>
std::optional<std::size_t> parse_with_unit(std::string_view text,
                                           const std::array<unit, Size>& units, std::size_t bare,
                                           std::size_t highest) {
  const auto digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto count = try_parse_count(text.substr(0, digits));
  if (!count) return std::nullopt;
  const auto suffix = text.substr(digits);
  if (suffix.empty()) return multiply_saturating(*count, bare, highest);
  for (const auto& [name, factor] : units) {
    if (suffix == name) return multiply_saturating(*count, factor, highest);
  }
  return std::nullopt;
}

template <std::size_t Size>
std::string text_with_unit(std::size_t value, const std::array<unit, Size>& units) {
  for (const auto& [name, factor] : units) {
    if (value != 0 && value % factor == 0) return std::to_string(value / factor).append(name);
  }
  return "0";
}

}  // namespace

std::optional<std::size_t> try_parse_count(std::string_view text) {
  std::size_t value = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, value);
  if (text.empty() || parsed.ptr != end) return std::nullopt;
  if (parsed.ec == std::errc::result_out_of_range) return std::numeric_limits<std::size_t>::max();
  if (parsed.ec != std::errc()) return std::nullopt;
  return value;
}

std::optional<std::chrono::milliseconds> try_parse_duration(std::string_view text) {
  constexpr auto highest = std::chrono::milliseconds::max().count();
  const auto value = parse_with_unit(text, duration_units, 1000, highest);
  if (!value) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(*value));
}

std::optional<std::size_t> try_parse_size(std::string_view text) {
  return parse_with_unit(text, size_units, 1, std::numeric_limits<std::size_t>::max());
}

std::optional<unsigned> try_parse_mode(std::string_view text) {
  if (text.size() == 4 && text.front() == '0') text.remove_prefix(1);
  if (text.size() != 3 || text.find_first_not_of("01234567") != text.npos) return std::nullopt;
  unsigned value = 0;
  for (const char digit : text) value = value * 8 + static_cast<unsigned>(digit - '0');
  return value;
}

std::optional<bool> try_parse_flag(std::string_view text) {
  for (const auto word : {"true", "yes", "on", "1"}) {
    if (equals_ignoring_case(text, word)) return true;
  }
  for (const auto word : {"false", "no", "off", "0"}) {
    if (equals_ignoring_case(text, word)) return false;
  }
  return std::nullopt;
}

std::string duration_text(std::chrono::milliseconds value) {
  return text_with_unit(static_cast<std::size_t>(value.count()), duration_units);
}

std::string size_text(std::size_t bytes) {
  return text_with_unit(bytes, size_units);
}

std::string mode_text(unsigned value) {
  std::string text = "0";
  for (const unsigned shift : {6U, 3U, 0U})
    text += static_cast<char>('0' + ((value >> shift) & 7U));
  return text;
}

}  // namespace sluice::config
