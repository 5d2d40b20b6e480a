#pragma once

#include <string>
#include <string_view>

namespace sluice::config {

/// What `--help` writes: every option by group, units, sources and examples, at most 90 columns
/// wide. `command` is how the program is called, such as "sluice serve".
std::string print_help(std::string_view command);

}  // namespace sluice::config
