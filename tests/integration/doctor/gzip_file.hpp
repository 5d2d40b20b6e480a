// Bytes in the gzip encoding, not made smaller.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::test {

inline std::uint32_t checksum(std::string_view of) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (const char c : of) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
  }
  return ~crc;
}

inline void append_little_endian(std::string& to, std::uint32_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(number >> (8 * i) & 0xFF);
}

/// A gzip file (RFC 1952) of one stored block (RFC 1951, section 3.2.4).
inline std::string gzipped(const std::string& text) {
  std::string made("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff\x01", 11);
  const auto size = static_cast<std::uint32_t>(text.size());
  append_little_endian(made, size, 2);
  append_little_endian(made, ~size, 2);
  made += text;
  append_little_endian(made, checksum(text), 4);
  append_little_endian(made, size, 4);
  return made;
}

}  // namespace sluice::test
