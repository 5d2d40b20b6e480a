#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <unistd.h>

#include "base/exit_code.hpp"
#include "config/help.hpp"
#include "config/load.hpp"
#include "config/print.hpp"
#include "daemon/setting_faults.hpp"
#include "main/command.hpp"

namespace sluice::main {
namespace {

constexpr const char* usage = R"(Usage: sluice config check|show [OPTION...]

  check   reads the options, and the key files they name, as serve would, and lists every
          problem; exit code 0 or 2
  show    prints the settings that serve would use, and where each comes from

The options are those of serve: `sluice serve --help`.

Examples:
  sluice config check --config /etc/sluice/sluice.conf
  SLUICE_HEARTBEAT=20s sluice config show
)";

// What the options say is in order, and what they name may still be wrong.
bool has_faults(const config::settings& values) {
  const auto faults = daemon::find_faults(values);
  for (const std::string& each : faults) std::fprintf(stderr, "%s\n", each.c_str());
  if (faults.empty()) return false;
  std::fprintf(stderr, "%zu problem%s.\n", faults.size(), faults.size() == 1 ? "" : "s");
  return true;
}

int check(const config::loaded& found) {
  const auto* const read = std::get_if<config::effective>(&found);
  if (read && has_faults(read->values)) return exit_usage;
  const bool is_fine = read != nullptr;
  std::fputs(config::print_check(found).c_str(), is_fine ? stdout : stderr);
  return is_fine ? exit_fine : exit_usage;
}

int show(const config::loaded& found) {
  const auto* fine = std::get_if<config::effective>(&found);
  if (!fine) return check(found);
  std::fputs(config::print_settings(*fine).c_str(), stdout);
  return exit_fine;
}

}  // namespace

int config_command(int argc, char** argv) {
  const std::string_view what = argc > 2 ? argv[2] : "";
  const std::vector<std::string> arguments(argv + std::min(argc, 3), argv + argc);
  const config::loaded found = config::load(arguments, config::read_environment(environ));
  const bool is_question = std::holds_alternative<config::question>(found);
  if (what == "check" && !is_question) return check(found);
  if (what == "show" && !is_question) return show(found);
  const bool is_asked = is_question || what == "--help";
  std::fputs(usage, is_asked ? stdout : stderr);
  return is_asked ? exit_fine : exit_usage;
}

}  // namespace sluice::main
