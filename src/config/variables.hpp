#pragma once

#include <map>
#include <string>

#include "config/reading.hpp"

namespace sluice::config {

/// Names and values of the process's environment.
using environment = std::map<std::string, std::string>;

/// From a null-terminated block of "NAME=VALUE", such as `environ`.
environment read_environment(const char* const* block);

/// Reads the SLUICE_* variables and leaves all others alone. The values of a repeatable option are
/// separated by spaces. Variables of the form that Kubernetes sets in every container beside a
/// service named sluice (SLUICE_SERVICE_HOST, SLUICE_PORT_9000_TCP) are none of ours.
reading read_variables(const environment& from);

}  // namespace sluice::config
