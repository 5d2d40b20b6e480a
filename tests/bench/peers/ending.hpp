#pragma once

#include "support/process.hpp"

namespace sluice::bench {

/// Asks a program to end (SIGTERM), as those have to be asked that end their own processes; what is
/// still there after some seconds is killed. Complete when it and all below it have gone.
void end_with_descendants(test::process& what);

}  // namespace sluice::bench
