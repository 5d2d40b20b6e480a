#include "hub/uri_template.hpp"

#include <utility>

#include "hub/template_syntax.hpp"

namespace sluice::hub {
namespace {

// The smallest item_text that holds a byte, as a number; one more for what no item holds.
constexpr std::uint8_t rank_of(char c) {
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~,";
  constexpr std::string_view reserved = "!#$&'()*+/:;?@[]";
  if (unreserved.find(c) != unreserved.npos) return 0;
  if (c == '=') return 1;
  return reserved.find(c) != reserved.npos ? 2 : 3;
}

constexpr auto rank_table = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t byte = 0; byte < table.size(); ++byte) {
    table[byte] = rank_of(static_cast<char>(byte));
  }
  return table;
}();

}  // namespace

// Turns the parts into a list of states, and packs these into words.
class uri_template::compiler final {
 public:
  void add(const std::string& literal) {
    if (states_.size() == 1 && !states_[0].starts_run) {
      prefix_ = literal;
    } else {
      for (const char c : literal) states_.push_back({.entered_on = c});
    }
  }

  void add(const template_expression& next) {
    states_.back().starts_run = !states_.back().ends_run;
    states_.back().ends_run = false;
    if (next.first) states_.push_back({.entered_on = *next.first});
    states_.back().item = next.first_item;
    const bool is_exploded = !next.other_items_at_most;
    // Without a limit, one more item is entered again and again.
    const std::size_t others = next.other_items_at_most.value_or(1);
    for (std::size_t count = 0; count < others; ++count) {
      states_.push_back({.entered_on = next.separator, .item = next.other_items});
      states_.back().is_repeated = is_exploded;
    }
    states_.push_back({.is_exit = true, .ends_run = true});
  }

  uri_template pack() && {
    uri_template packed;
    packed.prefix_ = std::move(prefix_);
    packed.last_state_ = states_.size() - 1;
    packed.columns_.resize(packed.last_state_ / word_bits + 1);
    packed.entered_.resize(packed.columns_.size());
    for (std::size_t number = 0; number < states_.size(); ++number) pack_state(number, packed);
    packed.entered_.shrink_to_fit();
    return packed;
  }

 private:
  struct state {
    // Without: entered only as an expression's exit, or at the start.
    std::optional<char> entered_on{};
    std::optional<item_text> item{};
    bool is_repeated = false;
    bool is_exit = false;
    bool starts_run = false;
    bool ends_run = false;
  };

  void pack_state(std::size_t number, uri_template& packed) const {
    const state& from = states_[number];
    const std::size_t at = number / word_bits;
    const word bit = word{1} << number % word_bits;
    column& to = packed.columns_[at];
    const std::size_t ranks = from.item ? static_cast<std::size_t>(*from.item) + 1 : 0;
    for (std::size_t rank = 0; rank < ranks; ++rank) to.stays[rank] |= bit;
    if (from.is_repeated) to.repeated |= bit;
    if (from.is_exit) to.exits |= bit;
    if (from.starts_run) to.run_starts |= bit;
    if (from.ends_run) to.run_ends |= bit;
    if (from.entered_on) *entered_word(*from.entered_on, at, packed) |= bit;
  }

  static word* entered_word(char c, std::size_t at, uri_template& packed) {
    std::uint8_t& row = packed.entered_row_[static_cast<unsigned char>(c)];
    const std::size_t words = packed.columns_.size();
    if (row == 0) {
      // Never above 255: a template holds no control bytes, so fewer different bytes than that.
      row = static_cast<std::uint8_t>(packed.entered_.size() / words);
      packed.entered_.resize(packed.entered_.size() + words);
    }
    return &packed.entered_[row * words + at];
  }

  std::string prefix_;
  std::vector<state> states_ = std::vector<state>(1);
};

// The states that what was read so far can lead to.
class uri_template::state_set final {
 public:
  explicit state_set(const uri_template& of) : of_(of) {
    active_[0] = 1;
    bool borrow = false;
    for (std::size_t at = 0; at < of_.columns_.size(); ++at) add_exits(at, borrow);
  }

  // False when nothing that follows can match any more.
  bool advance(char c) {
    const auto byte = static_cast<unsigned char>(c);
    const word* entered = &of_.entered_[of_.entered_row_[byte] * of_.columns_.size()];
    const bool ends_triplet = count_triplet(c);
    word carry = 0;
    bool borrow = false;
    word any = 0;
    for (std::size_t at = 0; at < of_.columns_.size(); ++at) {
      const column& states = of_.columns_[at];
      const word before = active_[at];
      active_[at] = before & states.stays[rank_table[byte]];
      active_[at] |= entered[at] & (before << 1 | carry | (before & states.repeated));
      carry = before >> (word_bits - 1);
      if (c == '%') in_triplet_[at] = before & states.stays[0];
      if (ends_triplet) active_[at] |= in_triplet_[at];
      add_exits(at, borrow);
      any |= active_[at];
    }
    return any != 0 || digits_left_ != 0;
  }

  bool holds(std::size_t state) const {
    return (active_[state / word_bits] >> state % word_bits & 1) != 0;
  }

 private:
  // Every item takes a percent sign with its two digits: its state waits for the second of them.
  bool count_triplet(char c) {
    const bool is_next_digit = digits_left_ > 0 && is_hexadecimal_digit(c);
    digits_left_ = c == '%' ? 2 : is_next_digit ? digits_left_ - 1 : 0;
    return is_next_digit && digits_left_ == 0;
  }

  // Adds, in each run, the exits above its lowest active state. With a run's end set, subtracting
  // its start changes the bits from the start up to that state and no others, so that what did not
  // change lies above it (Navarro and Raffinot, "Flexible Pattern Matching in Strings", optional
  // characters). The words are one long number, lowest first.
  void add_exits(std::size_t at, bool& borrow) {
    const column& states = of_.columns_[at];
    const word with_ends = active_[at] | states.run_ends;
    const word difference = with_ends - states.run_starts - (borrow ? 1 : 0);
    borrow = with_ends < states.run_starts || (borrow && with_ends == states.run_starts);
    active_[at] |= states.exits & ~(difference ^ with_ends);
  }

  const uri_template& of_;
  std::array<word, max_words> active_{};
  std::array<word, max_words> in_triplet_{};
  int digits_left_ = 0;
};

std::optional<uri_template> uri_template::try_compile(std::string_view text) {
  if (text.size() > max_bytes) return std::nullopt;
  const std::optional<std::vector<template_part>> parts = try_parse_template(text);
  if (!parts) return std::nullopt;
  compiler automaton;
  for (const template_part& part : *parts) {
    std::visit([&](const auto& one) { automaton.add(one); }, part);
  }
  return std::move(automaton).pack();
}

uri_template::outcome uri_template::run_on(std::string_view topic) const {
  if (!topic.starts_with(prefix_)) return {false, 0};
  topic.remove_prefix(prefix_.size());
  state_set states(*this);
  std::size_t steps = 0;
  for (const char c : topic) {
    steps += columns_.size();
    if (!states.advance(c)) return {false, steps};
  }
  return {states.holds(last_state_), steps};
}

}  // namespace sluice::hub
