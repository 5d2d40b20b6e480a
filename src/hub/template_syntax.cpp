#include "hub/template_syntax.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"

namespace sluice::hub {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// RFC 6570, 2.1. The apostrophe is a literal by erratum 6937.
constexpr bool is_ascii_literal(char c) {
  constexpr std::string_view others = "\"%<>\\^`{|}";
  return c > ' ' && c < 0x7F && others.find(c) == others.npos;
}

// RFC 6570, 1.5: ucschar and iprivate.
constexpr bool is_literal_beyond_ascii(char32_t point) {
  if (point < 0xA0) return false;
  if (point < 0x10000) return point <= 0xFDCF || (point >= 0xFDF0 && point <= 0xFFEF);
  return (point & 0xFFFF) <= 0xFFFD && (point < 0xE0000 || point >= 0xE1000);
}

struct character {
  char32_t point;
  std::size_t size_bytes;
};

// The text is well-formed and not empty.
character first_character(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if (byte(0) < 0x80) return {byte(0), 1};
  const std::size_t size_bytes = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  char32_t point = byte(0) & (0xFFU >> (size_bytes + 1));
  for (std::size_t at = 1; at < size_bytes; ++at) point = point << 6 | (byte(at) & 0x3FU);
  return {point, size_bytes};
}

constexpr std::size_t triplet_bytes = 3;
bool starts_with_triplet(std::string_view text) {
  return text.size() >= triplet_bytes && text[0] == '%' && is_hexadecimal_digit(text[1]) &&
         is_hexadecimal_digit(text[2]);
}

struct operation {
  std::optional<char> sign;
  std::optional<char> first;
  char separator;
  item_text item;
};

// RFC 6570, appendix A. The first is the one without a sign.
constexpr std::array<operation, 8> operations = {{{{}, {}, ',', item_text::unreserved},
                                                  {'+', {}, ',', item_text::with_reserved},
                                                  {'#', '#', ',', item_text::with_reserved},
                                                  {'.', '.', '.', item_text::unreserved},
                                                  {'/', '/', '/', item_text::unreserved},
                                                  {';', ';', ';', item_text::with_equals},
                                                  {'?', '?', '&', item_text::with_equals},
                                                  {'&', '&', '&', item_text::with_equals}}};

struct variables {
  std::size_t count = 0;
  bool is_first_exploded = false;
  bool is_any_exploded = false;
};

template_expression describe(const operation& how, const variables& list) {
  // An exploded variable with keys comes as `key=value`.
  const item_text exploded = std::max(how.item, item_text::with_equals);
  std::optional<std::size_t> at_most;
  if (!list.is_any_exploded) at_most = list.count - 1;
  return {how.first, how.separator, list.is_first_exploded ? exploded : how.item,
          list.is_any_exploded ? exploded : how.item, at_most};
}

// Every `read_…` takes what it reads off the rest, or is false when the template is not valid.
class reader final {
 public:
  explicit reader(std::string_view well_formed) : rest_(well_formed) {}

  bool read_all() {
    while (!rest_.empty()) {
      const bool is_valid = take('{') ? read_expression() : read_literal();
      if (!is_valid) return false;
    }
    return true;
  }

  std::vector<template_part>&& parts() && { return std::move(parts_); }

 private:
  bool read_literal() {
    std::size_t size_bytes = 1;
    if (starts_with_triplet(rest_)) {
      size_bytes = triplet_bytes;
    } else if (!is_ascii_literal(rest_[0])) {
      const character next = first_character(rest_);
      if (!is_literal_beyond_ascii(next.point)) return false;
      size_bytes = next.size_bytes;
    }
    if (parts_.empty() || !std::holds_alternative<std::string>(parts_.back())) {
      parts_.emplace_back(std::string());
    }
    std::get<std::string>(parts_.back()) += rest_.substr(0, size_bytes);
    rest_.remove_prefix(size_bytes);
    return true;
  }

  bool read_expression() {
    // The signs that RFC 6570 keeps for later, =,!@|, are left in front of the name and make it
    // invalid.
    const auto signed_one = std::find_if(operations.begin() + 1, operations.end(),
                                         [&](const operation& one) { return take(*one.sign); });
    const operation& how = signed_one == operations.end() ? operations[0] : *signed_one;
    variables list;
    do {
      if (!read_variable(list)) return false;
    } while (take(','));
    if (!take('}')) return false;
    parts_.emplace_back(describe(how, list));
    return true;
  }

  bool read_variable(variables& list) {
    if (!read_name()) return false;
    const bool is_exploded = take('*');
    if (!is_exploded && take(':') && !read_length()) return false;
    if (list.count == 0) list.is_first_exploded = is_exploded;
    list.is_any_exploded = list.is_any_exploded || is_exploded;
    ++list.count;
    return true;
  }

  // Single dots separate what is not empty.
  bool read_name() {
    do {
      const std::size_t before_bytes = rest_.size();
      while (!rest_.empty()) {
        if (is_name_character(rest_[0])) {
          rest_.remove_prefix(1);
        } else if (starts_with_triplet(rest_)) {
          rest_.remove_prefix(triplet_bytes);
        } else {
          break;
        }
      }
      if (rest_.size() == before_bytes) return false;
    } while (take('.'));
    return true;
  }

  // RFC 6570, 2.4.1: 1 to 9999.
  bool read_length() {
    constexpr std::size_t most_digits = 4;
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), is_digit);
    const auto digits = static_cast<std::size_t>(end - rest_.begin());
    if (digits == 0 || digits > most_digits || rest_[0] == '0') return false;
    rest_.remove_prefix(digits);
    return true;
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  std::vector<template_part> parts_;
};

}  // namespace

std::optional<std::vector<template_part>> try_parse_template(std::string_view text) {
  if (!is_utf8(text)) return std::nullopt;
  reader reading(text);
  if (!reading.read_all()) return std::nullopt;
  return std::move(reading).parts();
}

}  // namespace sluice::hub
