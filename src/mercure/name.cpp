#include "mercure/name.hpp"

#include "base/text.hpp"

namespace sluice::mercure {
namespace {

// One line of a log or of a console.
constexpr std::size_t quoted_bytes = 120;

}  // namespace

bool has_control_character(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x20 || byte == 0x7F) return true;
    // U+0080 to U+009F are C2 80 to C2 9F.
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      return true;
    }
  }
  return false;
}

std::string quoted(std::string_view text) {
  return '"' + printable(text, quoted_bytes) + '"';
}

}  // namespace sluice::mercure
