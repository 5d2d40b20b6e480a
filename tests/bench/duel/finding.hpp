#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::bench {

/// What one round of one scenario found out about one subject. A value.
struct finding {
  std::string scenario;
  std::string variant;  // such as "100 topics"; empty where there is only one
  std::string subject;
  std::vector<std::pair<std::string, double>> figures{};  // with their units in the name
  std::vector<std::string> failures{};  // a sentence each: lost, doubled, disordered, refused
  std::vector<std::string> remarks{};
  std::string settings{};  // nginx's, by name; empty as they are shipped
};

/// Nothing when the finding has no figure of this name.
std::optional<double> figure_of(const finding& from, const std::string& name);

/// Adds "added_total_us" and "added_worker_us": what each subscriber above `base_streams` adds to
/// an update, which is the slope of the cost of one update from `base`, which was measured with
/// these, to `into`, with `streams`. What an update costs by itself and what servers do as time
/// passes is in both, and so in neither slope.
void add_marginal_figures(const finding& base, std::size_t base_streams, std::size_t streams,
                          finding& into);

}  // namespace sluice::bench
