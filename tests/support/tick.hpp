// The data of the ticker's events: "<number> <nanoseconds of the system clock> <padding>".
#pragma once

#include <charconv>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

namespace sluice::test {

struct tick {
  long number = 0;
  std::chrono::nanoseconds sent_at{};  // since the system clock's epoch
  std::size_t padding_bytes = 0;

  /// How long ago it was sent. Sender and reader share the machine's clock.
  std::chrono::nanoseconds age() const {
    return std::chrono::system_clock::now().time_since_epoch() - sent_at;
  }
};

/// Throws std::invalid_argument when `data` is not the ticker's.
inline tick parse_tick(std::string_view data) {
  tick seen;
  long long nanoseconds = 0;
  const char* const end = data.data() + data.size();
  const auto number = std::from_chars(data.data(), end, seen.number);
  if (number.ptr == end || *number.ptr != ' ') throw std::invalid_argument(std::string(data));
  const auto when = std::from_chars(number.ptr + 1, end, nanoseconds);
  if (when.ptr == end || *when.ptr != ' ') throw std::invalid_argument(std::string(data));
  seen.sent_at = std::chrono::nanoseconds(nanoseconds);
  seen.padding_bytes = static_cast<std::size_t>(end - when.ptr - 1);
  return seen;
}

}  // namespace sluice::test
