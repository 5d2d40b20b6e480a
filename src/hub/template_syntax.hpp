#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::hub {

/// What an item of an expression may hold besides triplets (`%2F`): each value all of the one
/// before and more.
enum class item_text : std::uint8_t {
  unreserved,     ///< letters, digits, `-._~` and the comma between the values of a list
  with_equals,    ///< the `=` of `name=value`
  with_reserved,  ///< all that RFC 3986 reserves
};

/// What a URI Template's `{…}` matches: nothing, or `first` and items with `separator` between.
/// Names and lengths of variables do not count for matching and are not kept. A value.
struct template_expression {
  std::optional<char> first;
  char separator;
  item_text first_item;
  item_text other_items;
  /// How many may follow the first item; any number after an exploded variable.
  std::optional<std::size_t> other_items_at_most;

  friend bool operator==(const template_expression&, const template_expression&) = default;
};

/// A text that stands for itself, or an expression.
using template_part = std::variant<std::string, template_expression>;

/// Nothing when the text is not a valid URI Template (RFC 6570, with erratum 6937). Texts side by
/// side come as one part.
std::optional<std::vector<template_part>> try_parse_template(std::string_view text);

/// True for the digits of a triplet, in both cases.
constexpr bool is_hexadecimal_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace sluice::hub
