// The first line is a template, what follows is a topic: the automaton against a slow twin that
// asks the parts of the template which places of the topic they can end at.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/selector.hpp"
#include "hub/template_syntax.hpp"
#include "hub/uri_template.hpp"

namespace {

using sluice::hub::item_text;
using sluice::hub::template_expression;

void require(bool holds) {
  if (!holds) std::abort();
}

// By place in the topic: whether what was matched so far can end there.
using places = std::vector<bool>;

bool is_held(char c, item_text by) {
  const std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~,";
  if (letters.find(c) != letters.npos) return true;
  if (by >= item_text::with_equals && c == '=') return true;
  const std::string_view reserved = ":/?#[]@!$&'()*+;";
  return by == item_text::with_reserved && reserved.find(c) != reserved.npos;
}

bool is_triplet(std::string_view text) {
  const std::string_view digits = "0123456789abcdefABCDEF";
  return text.size() >= 3 && text[0] == '%' && digits.find(text[1]) != digits.npos &&
         digits.find(text[2]) != digits.npos;
}

places after_text(std::string_view topic, const places& from, std::string_view text) {
  places to(from.size());
  for (std::size_t at = 0; at < from.size(); ++at) {
    if (from[at] && topic.substr(at).starts_with(text)) to[at + text.size()] = true;
  }
  return to;
}

places after_item(std::string_view topic, places at_most, item_text holds) {
  for (std::size_t at = 0; at < topic.size(); ++at) {
    if (!at_most[at]) continue;
    if (is_held(topic[at], holds)) at_most[at + 1] = true;
    if (is_triplet(topic.substr(at))) at_most[at + 3] = true;
  }
  return at_most;
}

void add(places& to, const places& more) {
  for (std::size_t at = 0; at < to.size(); ++at) to[at] = to[at] || more[at];
}

places after_expression(std::string_view topic, const places& from, const template_expression& by) {
  places all = from;
  places items = by.first ? after_text(topic, from, std::string_view(&*by.first, 1)) : from;
  items = after_item(topic, items, by.first_item);
  add(all, items);
  // Every further item takes a byte at least.
  const std::size_t others = by.other_items_at_most.value_or(topic.size());
  for (std::size_t count = 0; count < others; ++count) {
    items = after_text(topic, items, std::string_view(&by.separator, 1));
    if (items == places(items.size())) break;
    items = after_item(topic, items, by.other_items);
    add(all, items);
  }
  return all;
}

bool is_matched_slowly(std::string_view topic, std::string_view text) {
  places ends(topic.size() + 1);
  ends[0] = true;
  const auto parts = sluice::hub::try_parse_template(text);
  for (const auto& part : *parts) {
    if (const auto* literal = std::get_if<std::string>(&part)) {
      ends = after_text(topic, ends, *literal);
    } else {
      ends = after_expression(topic, ends, std::get<template_expression>(part));
    }
  }
  return ends[topic.size()];
}

void check_template(const sluice::hub::uri_template& compiled, std::string_view text,
                    std::string_view topic) {
  const auto outcome = compiled.run_on(topic);
  require(compiled.state_words() <= text.size() / 64 + 1);
  require(outcome.steps <= topic.size() * compiled.state_words());
  // The twin takes time with the square of the topic's length.
  constexpr std::size_t longest_for_the_twin_bytes = 256;
  if (topic.size() > longest_for_the_twin_bytes) return;
  require(outcome.has_matched == is_matched_slowly(topic, text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  const std::string_view input(reinterpret_cast<const char*>(data), size_bytes);
  const std::size_t line_end = std::min(input.find('\n'), input.size());
  const std::string_view text = input.substr(0, line_end);
  const std::string_view topic = input.substr(std::min(line_end + 1, input.size()));

  const auto compiled = sluice::hub::uri_template::try_compile(text);
  if (compiled) check_template(*compiled, text, topic);

  const sluice::hub::selector selector{std::string(text)};
  require(selector.matches(text));
  const bool is_by_template = !selector.is_exact() && compiled && compiled->matches(topic);
  require(selector.matches(topic) == (text == "*" || text == topic || is_by_template));
  return 0;
}
