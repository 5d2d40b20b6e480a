// What is published: "<when> <line> <number> xxxx…", so that whoever gets it knows how long it was
// on its way and whether one before it is missing. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::bench {

// Of publishing connections, which number what they publish, each for itself.
inline constexpr std::size_t most_lines = 16;

struct payload {
  std::chrono::nanoseconds sent{};  // on the steady clock
  std::uint32_t line = 0;           // below `most_lines`
  std::uint32_t number = 0;         // counts from one on each line
};

/// At least `bytes` long.
std::string to_text(const payload& what, std::size_t bytes);
/// Nothing for what `to_text` did not make.
std::optional<payload> try_read_payload(std::string_view text);

}  // namespace sluice::bench
