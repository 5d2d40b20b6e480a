#include <cstdio>
#include <exception>
#include <string_view>

#include "daemon/exit_code.hpp"
#include "main/command.hpp"

namespace {

constexpr const char* usage =
    R"(sluice pushes Server-Sent Events from behind the web server you already run.

Usage: sluice COMMAND [OPTION...]

Commands:
  serve     run the worker; `sluice serve --help` lists its options
  config    check | show: judge or print the configuration that serve would use

  --help, --version

Examples:
  sluice serve --demo --socket /run/sluice/sluice.sock --socket-group www-data
  sluice config check --config /etc/sluice/sluice.conf

Exit codes: 0 fine, 1 the thing asked for failed, 2 usage or configuration, 3 could not reach.
)";

int run(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "serve") return sluice::main::serve(argc, argv);
  if (command == "config") return sluice::main::config_command(argc, argv);
  if (command == "--help" || command == "help") {
    std::fputs(usage, stdout);
    return sluice::daemon::exit_fine;
  }
  if (command == "--version") {
    std::puts("sluice " SLUICE_VERSION);
    return sluice::daemon::exit_fine;
  }
  if (!command.empty()) std::fprintf(stderr, "sluice: there is no command %s\n\n", argv[1]);
  std::fputs(usage, stderr);
  return sluice::daemon::exit_usage;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sluice: %s\n", error.what());
    return 1;
  }
}
