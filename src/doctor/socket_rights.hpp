// Whether a user may connect to a unix socket, by modes, groups and lists. Pure.
#pragma once

#include "doctor/finding.hpp"
#include "doctor/socket_sight.hpp"

namespace sluice::doctor {

/// Judges the visitor's way to a socket whose file is there. Kinds: folder-closed, socket-mode,
/// socket-group, group-not-yet.
finding judge_rights(const socket_sight& seen);

}  // namespace sluice::doctor
