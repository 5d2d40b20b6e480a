// Ctrl-C, SIGTERM, a terminal that closes: what was started has to be ended, so the stack unwinds.
#pragma once

namespace sluice::bench {

/// No std::exception, so that what goes on after a failure does not go on after this.
struct interruption {};

/// From now on these signals are only noted.
void catch_interruptions();
/// Throws `interruption` when one has come.
void throw_if_interrupted();

}  // namespace sluice::bench
