#include "bench/duel/settings.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>

#include "bench/spread.hpp"

namespace sluice::bench {
namespace {

struct column {
  const char* scenario;
  const char* figure;
};

// nginx's own shares, and what a reader notices.
constexpr std::array columns{
    column{"connect", "nginx_us"}, column{"idle", "nginx_pss_KiB"}, column{"used", "nginx_pss_KiB"},
    column{"used", "slab_KiB"},    column{"paced", "nginx_us"},     column{"paced", "total_us"},
    column{"paced", "p99_ms"},     column{"burst", "nginx_us"},     column{"burst", "total_us"},
    column{"burst", "p99_ms"},
};

// What was measured while deliveries were lost is no figure to compare.
std::optional<double> figure_in(const std::vector<finding>& round, const finding& like,
                                const column& of, const std::string& settings) {
  for (const finding& each : round) {
    const bool is_there =
        each.scenario == of.scenario && each.subject == like.subject && each.settings == settings;
    if (is_there && each.failures.empty()) return figure_of(each, of.figure);
  }
  return std::nullopt;
}

cell ratio_of(const rounds& all, const finding& like, const column& of) {
  std::vector<double> ratios;
  for (const auto& round : all) {
    const auto shipped = figure_in(round, like, of, "");
    const auto other = figure_in(round, like, of, like.settings);
    if (shipped && other && *shipped > 0) ratios.push_back(*other / *shipped);
  }
  if (ratios.empty()) return {};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.2f (%.2f-%.2f)", median(ratios), quantile(ratios, 0),
                quantile(ratios, 1));
  return std::string(text.data());
}

}  // namespace

report compare_settings(const rounds& all) {
  report found{"settings",
               "to the shipped ones: median (least-greatest) of the rounds' ratios",
               {"settings"}};
  for (const column& each : columns) {
    found.columns.push_back(std::string(each.scenario) + " " + each.figure);
  }
  std::vector<std::pair<std::string, std::string>> seen;
  for (const finding& each : all.empty() ? std::vector<finding>{} : all.front()) {
    const std::pair key(each.subject, each.settings);
    if (each.settings.empty() || std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
    seen.push_back(key);
    std::vector<cell> row{each.subject + ", " + each.settings};
    for (const column& one : columns) row.push_back(ratio_of(all, each, one));
    found.rows.push_back(std::move(row));
  }
  return found;
}

}  // namespace sluice::bench
