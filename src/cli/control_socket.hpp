// The way to a worker on this machine.
#pragma once

#include <string>

#include "base/descriptor.hpp"
#include "base/problem.hpp"
#include "cli/publish_arguments.hpp"
#include "config/variables.hpp"

namespace sluice::cli {

/// The path of the control socket: the one given, else the one that the configuration names, read
/// as `serve` would, else /run/sluice/control.sock. Fails where the configuration is not in order.
outcome<std::string> find_control_path(const control_way& by, const config::environment& variables);

/// A connected socket, non-blocking. Fails with a sentence that names the
/// path and says what to do.
outcome<descriptor> try_connect_control(const std::string& path);

}  // namespace sluice::cli
