// `sluice token`: makes tokens and says what is wrong with one.
#pragma once

#include <string>
#include <vector>

#include "cli/terminal.hpp"

namespace sluice::cli {

/// `words` are those behind `sluice token`. Returns the exit code.
///
/// `mint` writes the token alone on a line; `inspect` writes what the token says and whether it
/// will do. A token appears nowhere in the notes, nor does a key.
int run_token(const std::vector<std::string>& words, terminal& at);

}  // namespace sluice::cli
