#include "sse/utf8.hpp"

#include <cstddef>

#include "base/text.hpp"

namespace sluice::sse {
namespace {

constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

// How a sequence goes on after its first byte: its length, and the range of its second byte; length
// 0 when no sequence begins so (Encoding Standard, 8.1.1, UTF-8 decoder).
struct sequence_shape {
  std::size_t length;
  unsigned char lowest;
  unsigned char highest;
};

sequence_shape shape_of(unsigned char first) {
  if (first < 0x80) return {1, 0, 0};
  if (first >= 0xC2 && first <= 0xDF) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first >= 0xE1 && first <= 0xEF) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first >= 0xF1 && first <= 0xF3) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

enum class form { well_formed, malformed };

// What belongs together at the front of a text.
struct sequence {
  std::size_t bytes;
  form is;
};

sequence first_sequence(std::string_view text) {
  const sequence_shape shape = shape_of(static_cast<unsigned char>(text[0]));
  if (shape.length == 0) return {1, form::malformed};
  for (std::size_t i = 1; i < shape.length; ++i) {
    if (i == text.size()) return {i, form::malformed};
    const auto byte = static_cast<unsigned char>(text[i]);
    const unsigned char lowest = i == 1 ? shape.lowest : 0x80;
    const unsigned char highest = i == 1 ? shape.highest : 0xBF;
    if (byte < lowest || byte > highest) return {i, form::malformed};
  }
  return {shape.length, form::well_formed};
}

}  // namespace

void append_utf8_decoded(std::string& out, std::string_view bytes) {
  if (is_utf8(bytes)) {
    out += bytes;
    return;
  }
  while (!bytes.empty()) {
    const sequence first = first_sequence(bytes);
    out += first.is == form::well_formed ? bytes.substr(0, first.bytes) : replacement_character;
    bytes.remove_prefix(first.bytes);
  }
}

}  // namespace sluice::sse
