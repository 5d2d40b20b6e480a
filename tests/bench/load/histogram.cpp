#include "bench/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sluice::bench {

void histogram::add(std::chrono::nanoseconds time) {
  const auto micros = std::max<std::int64_t>(time.count() / 1000, 0);
  ++counts_[place_of(static_cast<std::uint64_t>(micros))];
  ++count_;
}

// Below 64 each microsecond has its place. Above, the power of two says the row, and the six bits
// behind the leading one say the place in it.
std::size_t histogram::place_of(std::uint64_t micros) {
  if (micros < steps) return static_cast<std::size_t>(micros);
  const auto row = static_cast<std::size_t>(std::bit_width(micros)) - step_bits;
  if (row >= powers) return steps * powers - 1;
  return row * steps + (static_cast<std::size_t>(micros >> (row - 1)) - steps);
}

std::uint64_t histogram::end_of(std::size_t place) {
  if (place < steps) return place + 1;
  const std::size_t row = place / steps;
  return static_cast<std::uint64_t>(steps + place % steps + 1) << (row - 1);
}

double histogram::quantile_ms(double at) const {
  const auto wanted = static_cast<std::uint64_t>(std::ceil(at * static_cast<double>(count_)));
  std::uint64_t passed = 0;
  for (std::size_t place = 0; place < counts_.size() && count_ > 0; ++place) {
    passed += counts_[place];
    if (passed >= std::max<std::uint64_t>(wanted, 1)) {
      return static_cast<double>(end_of(place)) / 1000;
    }
  }
  return 0;
}

}  // namespace sluice::bench
