#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace sluice::daemon {

/// What is wrong with settings that are in order by themselves, and shows only in their use: key
/// files that cannot be read or hold no key, origins that are none, groups that are not there. Each
/// begins with the option's name. Reads the key files, and opens nothing to listen.
std::vector<std::string> find_faults(const config::settings& settings);

}  // namespace sluice::daemon
