#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::config {

/// Prose as lines of at most `columns` characters, broken at spaces. A longer word has a line of
/// its own. Text is taken for ASCII.
std::vector<std::string> wrap(std::string_view prose, std::size_t columns);

/// Every line behind `prefix`, each ending in a line feed, at most `columns` with the prefix.
std::string prefixed(std::string_view prose, std::string_view prefix, std::size_t columns);

}  // namespace sluice::config
