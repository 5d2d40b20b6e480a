#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sluice::bench {

/// How often each length of time was met, in bounded memory and in steps of 1.6 %: 64 steps in
/// each power of two of microseconds (log-linear, as HdrHistogram does it). A value.
class histogram final {
 public:
  /// Times beyond the last step, some 4 hours, count as the longest.
  void add(std::chrono::nanoseconds time);
  std::size_t count() const { return count_; }
  /// In milliseconds, the upper end of the step below which the share `at` (0 to 1) lies; 0 when
  /// nothing was added.
  double quantile_ms(double at) const;

 private:
  static constexpr unsigned step_bits = 6;
  static constexpr std::size_t steps = std::size_t{1} << step_bits;
  static constexpr std::size_t powers = 29;

  static std::size_t place_of(std::uint64_t micros);
  static std::uint64_t end_of(std::size_t place);

  std::array<std::uint64_t, steps * powers> counts_{};
  std::size_t count_ = 0;
};

}  // namespace sluice::bench
