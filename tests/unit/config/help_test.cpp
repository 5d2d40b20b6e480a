#include "config/help.hpp"

#include <sstream>

#include <catch2/catch.hpp>

#include "config/load.hpp"
#include "config/table.hpp"

namespace {

using namespace sluice::config;

// The words with single spaces between them.
std::string unwrapped(const std::string& text) {
  std::istringstream words(text);
  std::string all;
  for (std::string word; words >> word;) all += " " + word;
  return all;
}

TEST_CASE("the help begins with the usage and fits 90 columns") {
  const auto text = print_help("sluice serve");
  CHECK(text.starts_with("Usage: sluice serve [options]\n\nListening\n  --socket ADDRESS "));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    CAPTURE(line);
    CHECK(line.size() <= 90);
    CHECK_FALSE(line.ends_with(' '));
  }
}

TEST_CASE("the help names every option once, with default and range") {
  const auto text = print_help("x");
  for (const auto& each : options()) {
    const auto usage = "\n  --" + std::string(each.name) + " " + std::string(each.placeholder);
    CAPTURE(usage);
    const auto first = text.find(usage);
    CHECK(first != text.npos);
    CHECK(text.find(usage + " ", first + 1) == text.npos);
  }
  CHECK(text.find("  --drain DURATION              How long the worker takes") != text.npos);
  const auto heartbeat = text.substr(text.find("--heartbeat"));
  CHECK(unwrapped(heartbeat).find(" Default: 15s. Allowed: 0 = off, or 1s to 1h.") !=
        heartbeat.npos);
}

TEST_CASE("the examples of the help are in order, whatever the program's name") {
  const auto text = print_help("my-worker");
  const auto examples = text.substr(text.find("\nEXAMPLES\n"));
  CHECK(examples.find("  my-worker --demo --socket /run/sluice/sluice.sock --socket-group "
                      "www-data\n") != examples.npos);
  std::istringstream lines(examples);
  int tried = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto program = line.find("my-worker ");
    if (program == line.npos || line.find("--config") != line.npos) continue;
    std::istringstream words(line.substr(program + 10));
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) arguments.push_back(word);
    CAPTURE(line);
    CHECK(std::holds_alternative<effective>(load(arguments, {}, "")));
    ++tried;
  }
  CHECK(tried == 2);
}

TEST_CASE("the help says what the signals do") {
  const auto text = print_help("sluice serve");
  CHECK(text.find("\nSIGNALS\n") != std::string::npos);
  for (const auto* const name : {"SIGTERM", "SIGINT", "SIGHUP"}) {
    CHECK(text.find(name) != std::string::npos);
  }
}

}  // namespace
