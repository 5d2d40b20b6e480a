// Examines the way from a web server of this machine to its worker.
#pragma once

#include "doctor/socket_order.hpp"
#include "doctor/verdict.hpp"

namespace sluice::doctor {

/// Looks at the socket, judges the way of the web server's user to it, and talks with the worker
/// behind it; adds a finding for each. Takes a second, and up to six more where the worker is
/// silent. As root it sees the most; as another user it says what it cannot see,
/// and where that is all, that the socket could not be reached.
void examine_socket(const socket_order& order, verdict& to);

}  // namespace sluice::doctor
