#pragma once

#include <string_view>
#include <vector>

#include "config/option.hpp"

namespace sluice::config {

/// Values that are right one by one and wrong together.
struct contradiction {
  /// The options that take part; the first is the one to change.
  std::vector<std::string_view> names;
  std::string what;
};

std::vector<contradiction> find_contradictions(const settings& values);

}  // namespace sluice::config
