#include "mercure/percent.hpp"

namespace sluice::mercure {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

std::string encode_all_but(std::string_view marks, std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_letter_or_digit(c) || marks.find(c) != marks.npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return out;
}

}  // namespace

std::string expand_simple(std::string_view value) {
  return encode_all_but("-._~", value);
}

std::string escape_url(std::string_view url) {
  return encode_all_but("-._~:/?#[]@!$&'()*+,;=%", url);
}

}  // namespace sluice::mercure
