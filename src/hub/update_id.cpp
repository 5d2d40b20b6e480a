#include "hub/update_id.hpp"

#include <algorithm>

namespace sluice::hub {
namespace {

// The counter has the 12 bits of rand_a; its upper half is left free at the start of a millisecond.
constexpr std::uint32_t counter_limit = 1 << 12;
constexpr std::uint32_t counter_start_limit = 1 << 11;

std::string format_uuid(std::uint64_t high, std::uint64_t low) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text = "urn:uuid:";
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) text += '-';
    const std::uint64_t word = i < 16 ? high : low;
    text += digits[(word >> (60 - 4 * (i % 16))) & 15];
  }
  return text;
}

}  // namespace

update_ids::update_ids() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device()};
  random_.seed(seed);
}

std::string update_ids::next(std::uint64_t milliseconds) {
  const std::lock_guard lock(mutex_);
  if (milliseconds > last_) {
    last_ = milliseconds;
    counter_ = static_cast<std::uint32_t>(random_() % counter_start_limit);
  } else if (++counter_ == counter_limit) {
    ++last_;
    counter_ = 0;
  }
  const std::uint64_t high = last_ << 16 | 0x7000 | counter_;
  const std::uint64_t low = (random_() >> 2) | 0x8000000000000000ULL;
  return format_uuid(high, low);
}

}  // namespace sluice::hub
