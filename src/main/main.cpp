#include <algorithm>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include "base/exit_code.hpp"
#include "cli/match.hpp"
#include "cli/publish.hpp"
#include "cli/tail.hpp"
#include "cli/token.hpp"
#include "doctor/doctor.hpp"
#include "main/command.hpp"

namespace {

constexpr const char* usage =
    R"(sluice pushes Server-Sent Events from behind the web server you already run.

Usage: sluice COMMAND [OPTION...]

Commands:
  serve     run the worker; `sluice serve --help` lists its options
  config    check | show: judge or print the configuration that serve would use
  doctor    finds what keeps events from browsers, and names the line to change
  publish   hands updates to the hub, over the control socket or by POST
  tail      follows topics, and writes events as they come
  token     mint | inspect: make a token, or say what is wrong with one
  match     says whether a selector matches a topic, and why

  --help, --version; `sluice COMMAND --help` has each command's options and examples

Examples:
  sluice serve --demo --socket /run/sluice/sluice.sock --socket-group www-data
  sluice config check --config /etc/sluice/sluice.conf
  sluice publish news 'it works'
  sluice token mint --key /etc/sluice/publisher.key --publish '*'

Exit codes: 0 fine, 1 the thing asked for failed, 2 usage or configuration, 3 could not reach.
)";

using command_function = int (*)(const std::vector<std::string>& words, sluice::cli::terminal& at);

constexpr std::pair<std::string_view, command_function> commands[] = {
    {"doctor", sluice::doctor::run_doctor}, {"match", sluice::cli::run_match},
    {"publish", sluice::cli::run_publish},  {"tail", sluice::cli::run_tail},
    {"token", sluice::cli::run_token},
};

int run_command(command_function which, int argc, char** argv) {
  constexpr int program_words = 2;  // "sluice token"
  const std::vector<std::string> words(argv + std::min(program_words, argc), argv + argc);
  sluice::cli::terminal at{STDIN_FILENO, std::cout, std::cerr};
  return which(words, at);
}

int run(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "";
  if (command == "serve") return sluice::main::serve(argc, argv);
  if (command == "config") return sluice::main::config_command(argc, argv);
  for (const auto& [name, which] : commands) {
    if (command == name) return run_command(which, argc, argv);
  }
  if (command == "--help" || command == "help") {
    std::fputs(usage, stdout);
    return sluice::exit_fine;
  }
  if (command == "--version") {
    std::puts("sluice " SLUICE_VERSION);
    return sluice::exit_fine;
  }
  if (!command.empty()) std::fprintf(stderr, "sluice: there is no command %s\n\n", argv[1]);
  std::fputs(usage, stderr);
  return sluice::exit_usage;
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
