// The text checks against slower twins that are written another way: code points instead of byte
// ranges, one byte at a time instead of eight.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// How many bytes the first byte of a sequence announces; 0 when it cannot be one.
std::size_t announced_bytes(unsigned char first) {
  if ((first & 0x80) == 0) return 1;
  if ((first & 0xE0) == 0xC0) return 2;
  if ((first & 0xF0) == 0xE0) return 3;
  return (first & 0xF8) == 0xF0 ? 4 : 0;
}

// A sequence is well-formed when its code point is one, and has no shorter sequence.
bool is_utf8_by_code_points(std::string_view text) {
  constexpr std::uint32_t lowest_of[] = {0, 0, 0x80, 0x800, 0x10000};
  while (!text.empty()) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t count = announced_bytes(first);
    if (count == 0 || count > text.size()) return false;
    std::uint32_t point = count == 1 ? first : first & (0xFFU >> (count + 1));
    for (std::size_t i = 1; i < count; ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if ((byte & 0xC0) != 0x80) return false;
      point = point << 6 | (byte & 0x3FU);
    }
    if (point < lowest_of[count] || point > 0x10FFFF) return false;
    if (point >= 0xD800 && point <= 0xDFFF) return false;
    text.remove_prefix(count);
  }
  return true;
}

// What printable() says, read back.
std::string unescape(std::string_view shown) {
  std::string bytes;
  while (!shown.empty()) {
    require(shown[0] >= 0x20 && shown[0] < 0x7F);
    const bool is_escape = shown[0] == '\\';
    if (is_escape) require(shown.size() >= 4 && shown[1] == 'x');
    bytes += is_escape ? static_cast<char>(std::stoi(std::string(shown.substr(2, 2)), nullptr, 16))
                       : shown[0];
    shown.remove_prefix(is_escape ? 4 : 1);
  }
  return bytes;
}

void check_printable(std::string_view text, std::size_t limit_bytes) {
  constexpr std::string_view cut_off = "…";
  const std::string shown = sluice::printable(text, limit_bytes);
  std::string_view kept = shown;
  require(kept.ends_with(cut_off) == (text.size() > limit_bytes));
  if (text.size() > limit_bytes) kept.remove_suffix(cut_off.size());
  require(unescape(kept) == text.substr(0, limit_bytes));
}

bool equal_by_byte(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const bool is_letter = (a[i] | 0x20) >= 'a' && (a[i] | 0x20) <= 'z';
    if (a[i] != b[i] && !(is_letter && (a[i] ^ b[i]) == 0x20)) return false;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  const std::string_view text(reinterpret_cast<const char*>(data), size_bytes);
  // At every place of an eight-byte step.
  for (std::size_t at = 0; at < 8 && at <= text.size(); ++at) {
    require(sluice::is_utf8(text.substr(at)) == is_utf8_by_code_points(text.substr(at)));
  }

  const std::size_t limit_bytes = text.empty() ? 0 : data[0];
  check_printable(text, limit_bytes);

  const std::string_view a = text.substr(0, size_bytes / 2);
  const std::string_view b = text.substr(size_bytes / 2);
  require(sluice::equals_ignoring_case(a, b) == equal_by_byte(a, b));
  require(sluice::equals_ignoring_case(b, a) == equal_by_byte(a, b));
  require(sluice::equals_ignoring_case(text, text));
  return 0;
}
