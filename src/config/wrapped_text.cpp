#include "config/wrapped_text.hpp"

#include <sstream>

namespace sluice::config {

std::vector<std::string> wrap(std::string_view prose, std::size_t columns) {
  std::istringstream words{std::string(prose)};
  std::vector<std::string> lines;
  for (std::string word; words >> word;) {
    if (lines.empty() || lines.back().size() + 1 + word.size() > columns) {
      lines.push_back(word);
    } else {
      lines.back() += " " + word;
    }
  }
  return lines;
}

std::string prefixed(std::string_view prose, std::string_view prefix, std::size_t columns) {
  std::string all;
  for (const auto& line : wrap(prose, columns - prefix.size())) {
    all.append(prefix).append(line).append("\n");
  }
  return all;
}

}  // namespace sluice::config
