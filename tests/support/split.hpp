// Bytes cut at every size that a parser must not care about.
//
//     for (const auto& [name, bytes, expected] : rows) {
//       INFO(name);
//       at_every_split(bytes, [&](const auto& pieces, std::size_t size) {
//         INFO("split size " << size);
//         CHECK(read(pieces) == expected);
//       });
//     }
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

namespace sluice::test {

// Small sizes cut every field and every character, 16 and 31 cut at even and odd places; 0 is
// whole.
inline constexpr std::array<std::size_t, 11> split_sizes = {1, 2, 3, 4, 5, 6, 7, 8, 16, 31, 0};

/// `bytes` in pieces of `size`, in order; in one piece when `size` is 0.
inline std::vector<std::string_view> split(std::string_view bytes, std::size_t size) {
  if (size == 0) return {bytes};
  std::vector<std::string_view> pieces;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
    pieces.push_back(bytes.substr(0, size));
  }
  return pieces;
}

/// Calls `check(pieces, size)` once for each of `split_sizes`.
template <class Check>
void at_every_split(std::string_view bytes, Check check) {
  for (const std::size_t size : split_sizes) check(split(bytes, size), size);
}

}  // namespace sluice::test
