#include "base/environment.hpp"

#include <cstdlib>

namespace sluice {

std::optional<std::string> take_variable(const char* name) {
  const char* const value = std::getenv(name);
  if (!value) return std::nullopt;
  std::string text = value;
  ::unsetenv(name);
  return text;
}

}  // namespace sluice
