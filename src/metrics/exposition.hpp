// The text that Prometheus reads (exposition format 0.0.4). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "metrics/sheet.hpp"

namespace sluice::metrics {

inline constexpr std::string_view exposition_content_type =
    "text/plain; version=0.0.4; charset=utf-8";

/// What is so at this moment, such as how many streams are open. A value.
struct gauge {
  std::string_view name;
  std::string_view help;
  double value;
};

/// Every counter and timing of the table, and the gauges: some hundred lines, however many topics
/// and streams there are.
std::string write_exposition(const totals& of, std::span<const gauge> now);

}  // namespace sluice::metrics
