#include "config/print.hpp"

#include <algorithm>

#include "config/table.hpp"

namespace sluice::config {
namespace {

struct line {
  std::string setting;
  std::string origin;
};

std::string origin_of(const option& which, const effective& found) {
  const auto origin = found.origins.find(which.name);
  return origin == found.origins.end() ? "default" : origin->second;
}

std::vector<line> lines_of(const effective& found) {
  std::vector<line> lines;
  for (const auto& each : options()) {
    const auto values = values_of(each, found.values);
    // A list without entries has no line that says so; leaving it out does.
    if (values.empty()) lines.push_back({"# " + std::string(each.name) + " =", "default"});
    for (const auto& value : values) {
      const auto gap = value.empty() ? "" : " ";
      lines.push_back({std::string(each.name) + " =" + gap + value, origin_of(each, found)});
    }
  }
  return lines;
}

}  // namespace

std::string print_settings(const effective& found) {
  const auto lines = lines_of(found);
  std::size_t widest = 0;
  for (const auto& each : lines) widest = std::max(widest, each.setting.size());
  std::string all;
  for (const auto& [setting, origin] : lines) {
    all += setting + std::string(widest - setting.size(), ' ') + "  # " + origin + "\n";
  }
  return all;
}

std::string print_problems(const problems& found) {
  std::string all;
  for (const auto& each : found) all += each.message() + "\n";
  return all;
}

std::string print_check(const loaded& found) {
  if (const auto* ready = std::get_if<effective>(&found)) {
    return "The configuration is in order (" +
           (ready->file.empty() ? std::string("no file read") : ready->file) + ").\n";
  }
  const auto* wrong = std::get_if<problems>(&found);
  if (wrong == nullptr) return "";
  const auto noun = wrong->size() == 1 ? " problem.\n" : " problems.\n";
  return print_problems(*wrong) + std::to_string(wrong->size()) + noun;
}

}  // namespace sluice::config
