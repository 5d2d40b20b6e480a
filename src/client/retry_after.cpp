#include "client/retry_after.hpp"

#include <algorithm>

#include "config/unit.hpp"

namespace sluice::client {

namespace {
constexpr std::uint64_t longest_wait_seconds = 3600;
}  // namespace

std::optional<std::chrono::seconds> try_parse_retry_after(std::string_view value) {
  const auto count = config::try_parse_count(value);
  if (!count) return std::nullopt;
  return bounded_retry(*count);
}

std::chrono::seconds bounded_retry(std::uint64_t seconds) {
  return std::chrono::seconds(std::min(seconds, longest_wait_seconds));
}

}  // namespace sluice::client
