// `sluice doctor`: measures the way from here to the worker.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace sluice::doctor {

/// `words` are those behind `sluice doctor`. Writes a line for each probe as it ends, or one JSON
/// document at the end. Returns the exit code.
int run_doctor(const std::vector<std::string>& words, cli::terminal& at);

}  // namespace sluice::doctor
