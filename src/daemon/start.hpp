#pragma once

#include <functional>

#include "config/settings.hpp"
#include "daemon/route.hpp"

namespace sluice::daemon {

/// Makes the routes once the settings are known. The hub's, where there is a hub, are in the table
/// already when it is handed over.
using route_maker = std::function<void(const config::settings&, route_table&)>;

/// Whether the worker has the hub and its routes, or only routes of its own.
enum class hub_use { none, mounted };

/// From the command line to the end of the worker: reads the options behind `program` words of
/// argv, opens the sockets, serves, drains. Returns the exit code of design: 0, 2 or 3.
int start(int argc, char** argv, int program_words, hub_use hub, const route_maker& make_routes);

}  // namespace sluice::daemon
