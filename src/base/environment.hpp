// What a service manager says to the process that it starts.
#pragma once

#include <optional>
#include <string>

namespace sluice {

/// The variable's value, and takes it out of the environment, so that children do not take it for
/// theirs; absent when there is none. Before there are threads.
std::optional<std::string> take_variable(const char* name);

}  // namespace sluice
