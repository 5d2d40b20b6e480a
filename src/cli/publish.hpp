// `sluice publish`: hands updates to the hub.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace sluice::cli {

/// `words` are those behind `sluice publish`. Writes the id of each update on a line. Returns the
/// exit code. With `--lines` it returns when the input has ended and all is answered.
int run_publish(const std::vector<std::string>& words, terminal& at);

}  // namespace sluice::cli
