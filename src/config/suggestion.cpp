#include "config/suggestion.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

namespace sluice::config {
namespace {

// Insertions, removals, replacements and swaps of neighbours that lead from one word to the other
// (optimal string alignment). Three rows, because a swap looks two rows back.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before_last, last(to.size() + 1), row(to.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool is_swap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (is_swap) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[to.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string> candidates) {
  // A third of the word: "hartbeet" still finds its option, "color" finds none.
  std::size_t closest = std::max<std::size_t>(word.size() / 3, 1) + 1;
  std::string_view found;
  for (const auto& candidate : candidates) {
    // A part of a name is near it, however much is missing.
    const bool is_part = word.size() >= 3 && candidate.find(word) != candidate.npos;
    // The distance is at least the difference in length; a line of a wrong file may be long.
    if (!is_part && word.size() > candidate.size() + closest) continue;
    const auto steps = is_part ? std::size_t{1} : distance(word, candidate);
    if (steps < closest) {
      closest = steps;
      found = candidate;
    }
  }
  return found;
}

}  // namespace sluice::config
