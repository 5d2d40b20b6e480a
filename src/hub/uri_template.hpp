#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::hub {

/// A URI Template (RFC 6570) that texts are matched against, as deployed Mercure hubs do it: not
/// "could this text be an expansion", but one anchored pattern in which each expression stands for
/// a run of allowed characters. So names and prefix lengths of variables do not count, and every
/// expression also stands for nothing. A value; any thread may match.
///
/// The text is compiled to an automaton whose states are the bits of a few words, never to a
/// regular expression: no template and no topic makes it take longer than `outcome::steps` says.
class uri_template final {
 public:
  /// As long as the longest topic. It bounds the automaton: at most one state a byte, and one more.
  static constexpr std::size_t max_bytes = 1024;

  /// Nothing when the text is not a valid template or is longer than `max_bytes`. A text without
  /// expressions is valid and matches itself.
  static std::optional<uri_template> try_compile(std::string_view text);

  /// Compares bytes: nothing is decoded, and case counts.
  bool matches(std::string_view topic) const { return run_on(topic).has_matched; }

  struct outcome {
    bool has_matched;
    /// Words of states computed: at most `topic.size() * state_words()`.
    std::size_t steps;
  };
  outcome run_on(std::string_view topic) const;

  /// How many words hold a set of states: one for most templates, at most `max_words`.
  std::size_t state_words() const { return columns_.size(); }

 private:
  using word = std::uint64_t;
  static constexpr std::size_t word_bits = 64;
  static constexpr std::size_t max_words = max_bytes / word_bits + 1;

  class compiler;
  class state_set;

  // The states of one word, a bit each. State n is entered from state n - 1.
  struct column {
    // By the smallest item_text that holds a byte: the states that stay on it. The last is for
    // bytes that no item holds, and stays empty.
    std::array<word, 4> stays{};
    // What can be entered from itself too: the items after the first of an exploded variable.
    word repeated = 0;
    // Expressions side by side are one run of states; `exits` are the states after an expression,
    // which are reached without a byte from everywhere before in the run.
    word run_starts = 0;
    word run_ends = 0;
    word exits = 0;
  };

  uri_template() = default;

  // What every match begins with, so that most topics are refused by one comparison.
  std::string prefix_;
  std::vector<column> columns_;
  // By byte: the number of the row in `entered_` that holds the states entered on it. Row 0 is
  // empty; a row has a word a column.
  std::array<std::uint8_t, 256> entered_row_{};
  std::vector<word> entered_;
  std::size_t last_state_ = 0;
};

}  // namespace sluice::hub
