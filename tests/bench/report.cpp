#include "bench/report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace sluice::bench {
namespace {

// Three digits that mean something: a busy machine gives no more.
std::string digits_of(double value) {
  const double size = std::abs(value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

std::string text_of(const cell& what) {
  if (const auto* const text = std::get_if<std::string>(&what)) return *text;
  if (const auto* const count = std::get_if<std::size_t>(&what)) return std::to_string(*count);
  if (const auto* const value = std::get_if<double>(&what)) return digits_of(*value);
  return "-";
}

nlohmann::ordered_json json_of(const cell& what) {
  if (const auto* const text = std::get_if<std::string>(&what)) return *text;
  if (const auto* const count = std::get_if<std::size_t>(&what)) return *count;
  if (const auto* const value = std::get_if<double>(&what)) return *value;
  return nullptr;
}

std::vector<std::vector<std::string>> lines_of(const report& what) {
  std::vector<std::vector<std::string>> lines{what.columns};
  for (const auto& row : what.rows) {
    lines.emplace_back();
    for (const cell& each : row) lines.back().push_back(text_of(each));
  }
  return lines;
}

std::string drawn(const std::vector<std::string>& line, const std::vector<std::size_t>& widths) {
  std::string out = "|";
  for (std::size_t i = 0; i < line.size(); ++i) {
    out += " " + std::string(widths[i] - line[i].size(), ' ') + line[i] + " |";
  }
  return out + "\n";
}

}  // namespace

std::string to_text(const report& what) {
  const auto lines = lines_of(what);
  std::vector<std::size_t> widths(what.columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  std::string out = what.name + ": " + what.title + "\n\n" + drawn(lines.front(), widths) + "|";
  for (const std::size_t width : widths) out += std::string(width + 1, '-') + ":|";
  out += "\n";
  for (std::size_t i = 1; i < lines.size(); ++i) out += drawn(lines[i], widths);
  out += "\n";
  for (const std::string& each : what.remarks) out += "- " + each + "\n";
  for (const std::string& each : what.failures) out += "- FAILED: " + each + "\n";
  return out;
}

nlohmann::ordered_json to_json(const report& what) {
  auto rows = nlohmann::ordered_json::array();
  for (const auto& row : what.rows) {
    nlohmann::ordered_json one;
    for (std::size_t i = 0; i < row.size(); ++i) {
      one[what.columns[i]] = json_of(row[i]);
    }
    rows.push_back(std::move(one));
  }
  return {{"name", what.name},
          {"title", what.title},
          {"rows", std::move(rows)},
          {"remarks", what.remarks},
          {"failures", what.failures}};
}

}  // namespace sluice::bench
