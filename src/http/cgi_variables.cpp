#include "sluice/cgi_variables.hpp"

namespace sluice {

cgi_variables cgi_variables::of(const fields& pairs) {
  cgi_variables all;
  std::size_t bytes = 0;
  for (const auto& [name, value] : pairs) bytes += name.size() + value.size();
  all.reserve(pairs.size(), bytes);
  for (const auto& [name, value] : pairs) all.append(name, value);
  return all;
}

void cgi_variables::reserve(std::size_t count, std::size_t bytes) {
  ends_.reserve(2 * count);
  text_.reserve(bytes);
}

void cgi_variables::append(std::string_view name, std::string_view value) {
  for (const std::string_view part : {name, value}) {
    text_ += part;
    ends_.push_back(static_cast<std::uint32_t>(text_.size()));
  }
}

std::optional<std::string_view> cgi_variables::find(std::string_view name) const {
  return find_if([name](std::string_view each) { return each == name; });
}

}  // namespace sluice
