// Whether a socket is there and somebody listens. Pure.
#pragma once

#include "doctor/finding.hpp"
#include "doctor/socket_sight.hpp"

namespace sluice::doctor {

/// Kinds: folder-missing, socket-missing, socket-elsewhere, socket-removed, not-a-socket,
/// socket-stale, queue-full, nobody-listens, out-of-reach, out-of-sight, path-too-long,
/// private-tmp, socket-refused. Where this process's own rights end before the socket, it is
/// skipped (out-of-sight): nothing behind the socket can be asked.
finding judge_presence(const socket_sight& seen);

}  // namespace sluice::doctor
