// What the process tells its caller when it ends.
#pragma once

namespace sluice::daemon {

inline constexpr int exit_fine = 0;
/// Usage or configuration.
inline constexpr int exit_usage = 2;
/// Could not listen, or could not reach.
inline constexpr int exit_unreachable = 3;

}  // namespace sluice::daemon
