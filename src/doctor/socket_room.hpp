// Whether a socket and its worker have room for a burst. Pure.
#pragma once

#include "doctor/finding.hpp"
#include "doctor/socket_sight.hpp"

namespace sluice::doctor {

/// Judges the queue of connections. Kinds: queue-full, backlog-cut, backlog-small.
finding judge_queue(const socket_sight& seen);

/// Judges the worker's limit on open files. Kinds: descriptors-used, descriptors-few.
finding judge_descriptors(const socket_sight& seen);

}  // namespace sluice::doctor
