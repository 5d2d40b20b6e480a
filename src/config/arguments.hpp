#pragma once

#include <string>
#include <vector>

#include "config/reading.hpp"

namespace sluice::config {

/// Reads `--name value`, `--name=value`, `--flag`, `-h`. `arguments` are what follows the program
/// and the subcommand. Names are not abbreviated: what is unique today is not in the next version.
reading read_arguments(const std::vector<std::string>& arguments);

}  // namespace sluice::config
