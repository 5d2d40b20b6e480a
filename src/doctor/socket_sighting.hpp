// Looks at a worker's socket on this machine.
#pragma once

#include "doctor/socket_attempt.hpp"
#include "doctor/socket_order.hpp"
#include "doctor/socket_sight.hpp"

namespace sluice::doctor {

/// Looks at all that bears on the way to the socket, after `tried`. Reads /proc and logs; changes
/// nothing. Takes some ten milliseconds, longer with thousands of processes.
socket_sight look_at_socket(const socket_order& order, const socket_attempt& tried);

}  // namespace sluice::doctor
