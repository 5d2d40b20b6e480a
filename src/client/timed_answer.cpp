#include "client/timed_answer.hpp"

#include "base/text.hpp"

namespace sluice::client {

std::optional<std::string_view> timed_answer::header(std::string_view name) const {
  for (const auto& [its_name, value] : headers) {
    if (equals_ignoring_case(its_name, name)) return value;
  }
  return std::nullopt;
}

std::string timed_answer::body() const {
  std::string whole;
  for (const timed_piece& each : pieces) whole += each.bytes;
  return whole;
}

}  // namespace sluice::client
