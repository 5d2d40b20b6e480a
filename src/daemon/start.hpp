#pragma once

#include <functional>

#include "config/settings.hpp"
#include "daemon/route.hpp"

namespace sluice::daemon {

/// Makes the routes once the settings are known.
using route_maker = std::function<route_table(const config::settings&)>;

/// From the command line to the end of the worker: reads the options behind `program` words of
/// argv, opens the sockets, serves, drains. Returns the exit code of design: 0, 2 or 3.
int start(int argc, char** argv, int program_words, const route_maker& make_routes);

}  // namespace sluice::daemon
