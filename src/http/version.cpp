#include "http/version.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"

namespace sluice::http {

bool has_version(const request& what, std::string_view tag) {
  std::string_view rest = what.header("If-None-Match").value_or("");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view each = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (each.starts_with("W/")) each.remove_prefix(2);
    if (each == "*" || each == tag) return true;
  }
  return false;
}

}  // namespace sluice::http
