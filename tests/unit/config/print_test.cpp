#include "config/print.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "config/table.hpp"
#include "support/temporary_folder.hpp"

namespace {

using namespace sluice::config;

// The column of the comments depends on the longest option there is.
std::string with_single_spaces(std::string line) {
  const auto both_spaces = [](char a, char b) { return a == ' ' && b == ' '; };
  line.erase(std::unique(line.begin(), line.end(), both_spaces), line.end());
  return line;
}

bool has_line(const std::string& text, const std::string& wanted) {
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (with_single_spaces(line) == wanted) return true;
  }
  return false;
}

effective loaded_with(const std::vector<std::string>& arguments, const environment& variables) {
  return std::get<effective>(load(arguments, variables, ""));
}

TEST_CASE("every setting is shown with where it comes from") {
  const auto text = print_settings(loaded_with({"--socket", "/run/a.sock", "--socket", "/run/b"},
                                               {{"SLUICE_HEARTBEAT", "120"}}));
  CHECK(has_line(text, "socket = /run/a.sock # --socket"));
  CHECK(has_line(text, "socket = /run/b # --socket"));
  CHECK(has_line(text, "heartbeat = 2m # SLUICE_HEARTBEAT"));
  CHECK(has_line(text, "socket-group = # default"));
  CHECK(has_line(text, "base-path = /sluice # default"));
}

TEST_CASE("what is shown is a file that loads to the same settings") {
  const sluice::test::temporary_folder folder;
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {},
           {"--socket", "/a", "--socket", "[::1]:9000", "--demo", "--log-level", "error"},
           {"--max-age", "90s", "--loops", "64", "--socket-group", "adm", "--base-path", "/x"},
           {"--retry-min", "150ms", "--params-limit", "5000", "--socket-mode", "007"}}) {
    const auto found = load(arguments, {}, "");
    REQUIRE(std::holds_alternative<effective>(found));
    const auto path = folder / "shown";
    std::ofstream(path) << print_settings(std::get<effective>(found));
    const auto again = load({"--config", path}, {}, "");
    REQUIRE(std::holds_alternative<effective>(again));
    CHECK(std::get<effective>(again).values == std::get<effective>(found).values);
  }
}

TEST_CASE("a check says that all is well and which file was read") {
  CHECK(print_check(load({}, {}, "")) == "The configuration is in order (no file read).\n");
  CHECK(print_check(load({"--config", "/dev/null"}, {}, "")) ==
        "The configuration is in order (/dev/null).\n");
  CHECK(print_check(load({"--help"}, {}, "")).empty());
}

TEST_CASE("a check lists the problems, one a line, and counts them") {
  CHECK(print_check(load({"--loops", "x y"}, {{"SLUICE_LOG_LEVEL", "loud"}}, "")) ==
        "SLUICE_LOG_LEVEL: \"loud\" is unknown; write debug, info, warning or error\n"
        "--loops: \"x y\" is not a whole number; write digits alone (allowed: 0 = one a processor "
        "core, at most 4, or 1 to 64)\n"
        "2 problems.\n");
  CHECK(print_check(load({"stray"}, {}, "")) ==
        "stray: unexpected argument; options begin with --\n1 problem.\n");
}

}  // namespace
