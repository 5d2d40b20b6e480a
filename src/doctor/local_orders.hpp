// Which sockets of this machine are examined.
#pragma once

#include <vector>

#include "base/problem.hpp"
#include "config/variables.hpp"
#include "doctor/doctor_arguments.hpp"
#include "doctor/socket_order.hpp"

namespace sluice::doctor {

/// Those that the words name; where they name neither these nor a URL, those of the worker's
/// configuration, and where that has none, the one of the package's socket unit. Fails where the
/// configuration is needed and not in order, and for a user that this machine does not have.
outcome<std::vector<socket_order>> try_order_sockets(const doctor_order& order,
                                                     const config::environment& variables);

}  // namespace sluice::doctor
