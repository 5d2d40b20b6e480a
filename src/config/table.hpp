#pragma once

#include <span>
#include <string_view>

#include "config/option.hpp"

namespace sluice::config {

/// Every option, in the order of the help. To add one: a field of `settings` and an entry here.
std::span<const option> options();

/// Null when there is none of that name.
const option* find_option(std::string_view name);

}  // namespace sluice::config
