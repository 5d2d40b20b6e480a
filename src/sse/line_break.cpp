#include "sse/line_break.hpp"

#include <cstdint>
#include <cstring>

namespace sluice::sse {
namespace {

constexpr std::uint64_t every_byte = 0x0101010101010101ULL;
constexpr std::uint64_t high_bits = every_byte * 0x80;

// A byte becomes zero where it equals `wanted`; subtracting one then borrows into its high bit.
bool holds(std::uint64_t word, unsigned char wanted) {
  const std::uint64_t difference = word ^ (every_byte * wanted);
  return ((difference - every_byte) & ~difference & high_bits) != 0;
}

}  // namespace

std::size_t find_line_break(std::string_view text) {
  std::size_t at = 0;
  // Eight bytes at a time for both bytes at once: searching for each apart would read a text with
  // many breaks of one kind over and over for the other.
  for (std::uint64_t word; text.size() - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    if (holds(word, '\n') || holds(word, '\r')) break;
  }
  for (; at < text.size(); ++at) {
    if (text[at] == '\n' || text[at] == '\r') return at;
  }
  return std::string_view::npos;
}

}  // namespace sluice::sse
