#include "bench/load/reception.hpp"

namespace sluice::bench {
namespace {

// The last step of SplitMix64: neighbours among the numbers become strangers, so that two updates
// do not add up to two others.
std::uint64_t scattered(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

}  // namespace

void update_set::add(const payload& what) {
  ++count;
  sum += scattered(std::uint64_t{what.line} << 32 | what.number);
}

bool reception::add(const payload& what) {
  had_.add(what);
  std::uint32_t& last = last_numbers_[what.line];
  const bool is_next = what.number > last;
  last = what.number;
  return is_next;
}

}  // namespace sluice::bench
