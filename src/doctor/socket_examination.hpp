// Examines the way from a web server of this machine to its worker.
#pragma once

#include "doctor/report.hpp"
#include "doctor/socket_order.hpp"

namespace sluice::doctor {

/// Looks at the socket, judges the way of the web server's user to it, and talks with the worker
/// behind it; adds a finding for each. Takes a second, and up to six more where the worker is
/// silent. As root it sees the most; as another user it says what it cannot see.
void examine_socket(const socket_order& order, report& to);

}  // namespace sluice::doctor
