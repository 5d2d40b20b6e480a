#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"

namespace sluice::config {

/// What a new reading of the options changes in a worker that runs. A value.
struct renewal {
  /// Those that run, with everything taken over that may change while streams live.
  settings values;
  /// One text an option, such as "heartbeat = 20s (was 15s)".
  std::vector<std::string> changed;
  /// The same of options that only a restart changes; `values` has them as they run.
  std::vector<std::string> waiting;
};

renewal renew(const settings& running, const settings& read);

}  // namespace sluice::config
