#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/reading.hpp"
#include "config/settings.hpp"
#include "config/variables.hpp"

namespace sluice::config {

/// Read when it exists and neither `--config` nor SLUICE_CONFIG names another.
inline constexpr std::string_view default_file_path = "/etc/sluice/sluice.conf";

/// Settings that are in order, and where each comes from. A value.
struct effective {
  settings values;
  /// By the option's name: "--heartbeat", "SLUICE_HEARTBEAT", "FILE:12". Absent for a default.
  std::map<std::string_view, std::string> origins;
  /// The file that was read; empty for none.
  std::string file;
};

using problems = std::vector<problem>;

/// Never `question::none` in here.
using loaded = std::variant<effective, problems, question>;

/// Reads every option. Arguments win over the environment, the environment over the file, the file
/// over the defaults; the values of a repeatable option all come from one source. Values that lose
/// are checked too, and every problem of every source is in the answer. `--help` and `--version`
/// win over any problem.
///
/// `arguments` are what follows the program and the subcommand. Reads the file and nothing else of
/// the system; does not throw. `default_path` may be empty.
///
///     const auto found = load({argv + 2, argv + argc}, read_environment(environ));
///     if (const auto* ready = std::get_if<effective>(&found)) serve(ready->values);
loaded load(const std::vector<std::string>& arguments, const environment& variables,
            const std::string& default_path = std::string(default_file_path));

}  // namespace sluice::config
