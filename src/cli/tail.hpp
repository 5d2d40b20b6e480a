// `sluice tail`: follows topics.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace sluice::cli {

/// `words` are those behind `sluice tail`. Writes each event as it comes, and in the notes what
/// happens to the stream. Returns the exit code when the stream is over for good, `--count` events
/// have come, or SIGINT or SIGTERM did.
int run_tail(const std::vector<std::string>& words, terminal& at);

}  // namespace sluice::cli
