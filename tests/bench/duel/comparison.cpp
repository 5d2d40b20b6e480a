#include "bench/duel/comparison.hpp"

#include <algorithm>
#include <cstdio>

#include "bench/duel/targets.hpp"
#include "bench/spread.hpp"

namespace sluice::bench {
namespace {

bool is_same(const finding& one, const finding& other) {
  return one.scenario == other.scenario && one.variant == other.variant &&
         one.subject == other.subject && one.settings == other.settings;
}

// What was measured while deliveries were lost is no figure to compare.
std::optional<double> figure_at(const std::vector<finding>& round, const figure_place& where) {
  for (const finding& each : round) {
    const bool is_there = each.scenario == where.scenario && each.variant == where.variant &&
                          each.subject == where.subject && each.settings.empty();
    if (is_there && each.failures.empty()) return figure_of(each, where.figure);
  }
  return std::nullopt;
}

void add_new(std::vector<std::string>& into, const std::vector<std::string>& from) {
  for (const std::string& each : from) {
    if (std::find(into.begin(), into.end(), each) == into.end()) into.push_back(each);
  }
}

finding median_of(const finding& like, const rounds& all) {
  finding found{like.scenario, like.variant, like.subject};
  found.settings = like.settings;
  std::vector<std::string> names;
  std::vector<const finding*> same;
  for (const auto& round : all) {
    for (const finding& each : round) {
      if (!is_same(each, like)) continue;
      same.push_back(&each);
      for (const auto& figure : each.figures) add_new(names, {figure.first});
      add_new(found.failures, each.failures);
      add_new(found.remarks, each.remarks);
    }
  }
  for (const std::string& name : names) {
    std::vector<double> values;
    for (const finding* each : same) {
      if (const auto value = figure_of(*each, name)) values.push_back(*value);
    }
    found.figures.emplace_back(name, median(values));
  }
  return found;
}

// A difference of two measurements may be below zero where there is next to nothing to measure, and
// says nothing then.
std::vector<double> ratios_of(const target& what, const rounds& all) {
  std::vector<double> values;
  for (const auto& round : all) {
    const auto above = figure_at(round, what.above);
    const auto below = what.below ? figure_at(round, *what.below) : std::optional<double>(1);
    if (above && below && *above > 0 && *below > 0) values.push_back(*above / *below);
  }
  return values;
}

std::vector<cell> row_of(const finding& from, const std::vector<std::string>& columns) {
  std::vector<cell> row(columns.size());
  std::string name = from.subject;
  for (const std::string& each : {from.variant, from.settings}) {
    if (!each.empty()) name += ", " + each;
  }
  row[0] = name;
  for (std::size_t i = 1; i < columns.size(); ++i) {
    if (const auto value = figure_of(from, columns[i])) row[i] = *value;
  }
  return row;
}

report& report_of(const std::string& scenario, std::vector<report>& in) {
  for (report& each : in) {
    if (each.name == scenario) return each;
  }
  return in.emplace_back(report{scenario, "medians of the rounds", {"subject"}});
}

}  // namespace

std::vector<finding> medians_of(const rounds& all) {
  std::vector<finding> found;
  for (const auto& round : all) {
    for (const finding& each : round) {
      const bool is_there = std::any_of(found.begin(), found.end(),
                                        [&](const finding& one) { return is_same(one, each); });
      if (!is_there) found.push_back(median_of(each, all));
    }
  }
  return found;
}

std::vector<outcome_of_target> compare(const rounds& all) {
  std::vector<outcome_of_target> found;
  for (const target& each : all_targets()) {
    const std::vector<double> values = ratios_of(each, all);
    if (values.empty()) continue;
    found.push_back({each, median(values), quantile(values, 0), quantile(values, 1)});
  }
  return found;
}

std::vector<report> to_reports(const std::vector<finding>& medians) {
  std::vector<report> found;
  for (const finding& each : medians) {
    for (const auto& figure : each.figures) {
      add_new(report_of(each.scenario, found).columns, {figure.first});
    }
  }
  for (const finding& each : medians) {
    report& into = report_of(each.scenario, found);
    into.rows.push_back(row_of(each, into.columns));
    for (const std::string& one : each.remarks) into.remarks.push_back(each.subject + ": " + one);
    for (const std::string& one : each.failures) {
      into.failures.push_back(each.subject + ": " + one);
    }
  }
  return found;
}

report to_report(const std::vector<outcome_of_target>& compared) {
  report found{"ratios",
               "medians of the rounds, each pair from one round",
               {"what", "measured", "least", "greatest", "target", "met"}};
  for (const outcome_of_target& each : compared) {
    const bool is_met = each.value <= each.of.limit;
    found.rows.push_back({each.of.what, each.value, each.least, each.greatest, each.of.limit,
                          std::string(is_met ? "yes" : "no")});
  }
  return found;
}

}  // namespace sluice::bench
