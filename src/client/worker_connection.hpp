// Connects to a worker's sockets.
#pragma once

#include <string>

#include "base/descriptor.hpp"
#include "base/problem.hpp"

namespace sluice::client {

/// A connected, non-blocking socket. `address` is a path, which holds a
/// slash, or HOST:PORT; a name stands for the first of its addresses. Waits at most ten seconds.
/// Fails with a sentence that names the address and says what to do.
outcome<descriptor> try_connect_worker(const std::string& address);

/// The same for a unix socket alone, with `advice` for what an error of connect(2) means there; its
/// answer may be empty.
using connect_advice = std::string (*)(int error);
outcome<descriptor> try_connect_path(const std::string& path, connect_advice advice);

}  // namespace sluice::client
