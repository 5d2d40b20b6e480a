// What a web server's private /tmp means for a socket. Pure.
#pragma once

#include "doctor/finding.hpp"
#include "doctor/socket_sight.hpp"

namespace sluice::doctor {

/// Judges a socket below /tmp or /var/tmp. Kind: private-tmp.
finding judge_temporary_folder(const socket_sight& seen);

}  // namespace sluice::doctor
