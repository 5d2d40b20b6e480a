// What a command, the worker too, tells its caller when it ends.
#pragma once

namespace sluice {

inline constexpr int exit_fine = 0;
/// The thing asked for failed.
inline constexpr int exit_failed = 1;
/// Usage or configuration.
inline constexpr int exit_usage = 2;
/// Could not listen, or could not reach.
inline constexpr int exit_unreachable = 3;

}  // namespace sluice
