// What `sluice config show` and `sluice config check` write.
#pragma once

#include <string>

#include "config/load.hpp"

namespace sluice::config {

/// Every option with its value and, as a comment, where it comes from. It is itself a file that
/// `load` reads to the same values.
std::string print_settings(const effective& found);

/// One line a problem.
std::string print_problems(const problems& found);

/// What a check found: "The configuration is in order (FILE)." or the problems and their number.
/// Of a question, nothing.
std::string print_check(const loaded& found);

}  // namespace sluice::config
