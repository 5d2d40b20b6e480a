#include "bench/duel/finding.hpp"

#include <initializer_list>

namespace sluice::bench {

std::optional<double> figure_of(const finding& from, const std::string& name) {
  for (const auto& [each, value] : from.figures) {
    if (each == name) return value;
  }
  return std::nullopt;
}

void add_marginal_figures(const finding& base, std::size_t base_streams, std::size_t streams,
                          finding& into) {
  if (streams <= base_streams) return;
  for (const char* name : {"total_us", "worker_us"}) {
    const auto few = figure_of(base, name);
    const auto many = figure_of(into, name);
    if (!few || !many) continue;
    const double more =
        *many * static_cast<double>(streams) - *few * static_cast<double>(base_streams);
    into.figures.emplace_back(std::string("added_") + name,
                              more / static_cast<double>(streams - base_streams));
  }
}

}  // namespace sluice::bench
