// A connection to a worker's socket, with what the kernel says about its other end.
#pragma once

#include <cstdint>
#include <string>

#include <sys/types.h>

#include "base/descriptor.hpp"

namespace sluice::doctor {

/// Moves.
struct socket_attempt {
  /// Non-blocking; not open where the attempt failed.
  descriptor connected{-1};
  /// 0, or the error of connect(2).
  int error = 0;
  /// Why HOST:PORT is no address; empty otherwise.
  std::string trouble = {};
  /// Who called listen(2) (SO_PEERCRED); 0 where the kernel does not tell.
  pid_t listener = 0;
  /// Of TCP to this machine itself; else 0.
  std::uint16_t local_port = 0;
};

/// Waits at most five seconds. Never fails otherwise than by `error` and `trouble`.
socket_attempt attempt_connect(const std::string& address);

}  // namespace sluice::doctor
