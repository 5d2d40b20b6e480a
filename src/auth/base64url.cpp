#include "auth/base64url.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::auth {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::uint32_t> sextet_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  if (c == '_') return 63;
  return std::nullopt;
}

}  // namespace

std::string encode_base64url(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t held = 0;
  unsigned held_bits = 0;
  for (const char c : bytes) {
    held = (held << 8 | static_cast<unsigned char>(c)) & 0xffff;
    held_bits += 8;
    while (held_bits >= 6) {
      held_bits -= 6;
      out += alphabet[held >> held_bits & 0x3f];
    }
  }
  if (held_bits > 0) out += alphabet[held << (6 - held_bits) & 0x3f];
  return out;
}

std::optional<std::string> try_decode_base64url(std::string_view text) {
  // One character over a multiple of four holds six bits, which are no byte.
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() * 3 / 4);
  std::uint32_t held = 0;
  unsigned held_bits = 0;
  for (const char c : text) {
    const auto sextet = sextet_of(c);
    if (!sextet) return std::nullopt;
    held = (held << 6 | *sextet) & 0xffff;
    held_bits += 6;
    if (held_bits < 8) continue;
    held_bits -= 8;
    out += static_cast<char>(held >> held_bits & 0xff);
  }
  const std::uint32_t left_over = held & ((1u << held_bits) - 1);
  if (left_over != 0) return std::nullopt;
  return out;
}

}  // namespace sluice::auth
