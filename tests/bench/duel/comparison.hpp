// What rounds come to: medians, and ratios pair by pair beside what they should be. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/duel/finding.hpp"
#include "bench/report.hpp"

namespace sluice::bench {

using rounds = std::vector<std::vector<finding>>;

/// One figure of one subject.
struct figure_place {
  std::string scenario;
  std::string variant;
  std::string subject;
  std::string figure;
};

/// A figure that should stay below another's, or by itself, times a limit.
struct target {
  std::string what;
  figure_place above;
  std::optional<figure_place> below;
  double limit = 0;
};

/// Of one target; each round gives a ratio of its own, and this is their median.
struct outcome_of_target {
  target of;
  double value = 0;
  double least = 0;
  double greatest = 0;
};

/// One finding for each scenario, variant and subject: the median of every figure, and all that
/// failed.
std::vector<finding> medians_of(const rounds& all);
/// Those of the targets whose figures are there.
std::vector<outcome_of_target> compare(const rounds& all);

/// A table a scenario.
std::vector<report> to_reports(const std::vector<finding>& medians);
report to_report(const std::vector<outcome_of_target>& compared);

}  // namespace sluice::bench
