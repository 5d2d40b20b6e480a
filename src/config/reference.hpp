// The documents that are generated from the table of options.
#pragma once

#include <string>

namespace sluice::config {

/// deploy/sluice.conf.example: every option, commented out, with its default.
std::string print_example();

/// deploy/REFERENCE.md: every option with its argument, variable, range and effect.
std::string print_reference();

}  // namespace sluice::config
