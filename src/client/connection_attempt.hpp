// One connect(2) to a worker's socket.
#pragma once

#include <chrono>
#include <string>

#include "base/descriptor.hpp"

namespace sluice::client {

/// What came of it. Moves.
struct connection_attempt {
  /// Non-blocking; not open where the attempt failed.
  descriptor connected{-1};
  /// 0, or the error of connect(2); ENAMETOOLONG for a path that no socket can have.
  int error = 0;
  /// Why HOST:PORT is no address; empty otherwise.
  std::string trouble = {};
};

/// `address` is a path, which holds a slash, or HOST:PORT; a name stands for the first of its
/// addresses. Waits for `patience`. Never fails otherwise than by `error` and `trouble`.
connection_attempt attempt_connection(const std::string& address,
                                      std::chrono::milliseconds patience);

/// The same for a path alone, with a slash or without.
connection_attempt attempt_path(const std::string& path, std::chrono::milliseconds patience);

}  // namespace sluice::client
