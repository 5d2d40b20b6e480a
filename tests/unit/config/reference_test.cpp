#include "config/reference.hpp"

#include <map>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

#include "config/initialization_file.hpp"
#include "config/table.hpp"

namespace {

using namespace sluice::config;

TEST_CASE("the example file as it is sets nothing") {
  const auto found = read_lines(print_example(), "example");
  CHECK(found.assignments.empty());
  CHECK(found.problems.empty());
}

TEST_CASE("the example file with its lines uncommented sets every option to its default") {
  std::istringstream lines(print_example());
  std::string uncommented;
  for (std::string line; std::getline(lines, line);) {
    const bool is_setting = line.starts_with('#') && !line.starts_with("# ");
    uncommented += (is_setting ? line.substr(1) : line) + "\n";
  }
  const auto found = read_lines(uncommented, "example");
  CHECK(found.problems.empty());
  std::map<std::string_view, std::vector<std::string>> lists;
  for (const auto& each : found.assignments) lists[each.to->name].push_back(each.value);
  CHECK(lists.size() == options().size());
  for (const auto& each : options()) {
    CAPTURE(each.name);
    const auto values = values_of(each, settings{});
    // An empty list shows what a value would be.
    if (!values.empty()) CHECK(lists[each.name] == values);
  }
  for (const auto& each : found.assignments) {
    if (is_repeatable(*each.to)) continue;
    CAPTURE(each.to->name);
    settings into;
    CHECK(assign(*each.to, each.value, into) == std::nullopt);
    CHECK(into == settings{});
  }
}

TEST_CASE("the reference has a section for every option") {
  const auto text = print_reference();
  CHECK(text.find("### heartbeat\n\nHow often") != text.npos);
  CHECK(text.find("- Argument: `--heartbeat DURATION`\n"
                  "- Variable: `SLUICE_HEARTBEAT`\n"
                  "- Default: `15s`\n"
                  "- Allowed: 0 = off, or 1s to 1h\n") != text.npos);
  for (const auto& each : options()) {
    CAPTURE(each.name);
    CHECK(text.find("\n### " + std::string(each.name) + "\n") != text.npos);
    CHECK(text.find("`" + variable_name(each.name) + "`") != text.npos);
  }
}

TEST_CASE("the generated files end in one line feed and fit 100 columns") {
  for (const auto& text : {print_example(), print_reference()}) {
    CHECK(text.ends_with('\n'));
    CHECK_FALSE(text.ends_with("\n\n"));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
  }
}

}  // namespace
