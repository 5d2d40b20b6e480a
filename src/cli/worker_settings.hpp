// What commands learn from the worker's configuration.
#pragma once

#include <optional>
#include <string>

#include "base/problem.hpp"
#include "config/settings.hpp"
#include "config/variables.hpp"

namespace sluice::cli {

/// Reads the configuration as `serve` without arguments would, from `file` where it is given. Fails
/// with all that is wrong with it.
outcome<config::settings> try_read_settings(const std::optional<std::string>& file,
                                            const config::environment& variables);

}  // namespace sluice::cli
