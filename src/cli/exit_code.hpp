// What a command tells its caller when it ends.
#pragma once

namespace sluice::cli {

inline constexpr int exit_fine = 0;
/// The thing asked for failed.
inline constexpr int exit_failed = 1;
/// Usage or configuration.
inline constexpr int exit_usage = 2;
inline constexpr int exit_unreachable = 3;

}  // namespace sluice::cli
