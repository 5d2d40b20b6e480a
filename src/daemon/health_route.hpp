#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/route.hpp"

namespace sluice::daemon {

/// Why the worker should get no new streams, a sentence each; empty when it is ready. Any thread.
using readiness = std::function<std::vector<std::string>()>;

/// Mounts `healthz` and what is below it: {"live":true,"ready":false,"reasons":[…]}, with 503 while
/// there is a reason. `healthz/live` is fine while the worker answers at all. A worker that drains
/// answers 503 to everything. Last of all, for a program's own route of that path stays alone.
void add_health_route(route_table& routes, const std::string& base_path, readiness ask);

}  // namespace sluice::daemon
