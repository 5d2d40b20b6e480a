// `sluice match`: whether a selector matches a topic, and why.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace sluice::cli {

/// `words` are those behind `sluice match`. Writes one line; the exit code is `exit_fine` for a
/// match and `exit_failed` for none.
int run_match(const std::vector<std::string>& words, terminal& at);

}  // namespace sluice::cli
