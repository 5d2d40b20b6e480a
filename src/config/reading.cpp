#include "config/reading.hpp"

#include <algorithm>

#include "config/suggestion.hpp"

namespace sluice::config {

void add_assignment(reading& to, assignment what) {
  const auto earlier = std::ranges::find(to.assignments, what.to, &assignment::to);
  if (is_repeatable(*what.to) || earlier == to.assignments.end()) {
    to.assignments.push_back(std::move(what));
    return;
  }
  const auto place = earlier->where == what.where ? "" : " (first at " + earlier->where + ")";
  to.problems.push_back({what.where, std::string(what.to->name)
                                         .append(" is set more than once")
                                         .append(place)
                                         .append("; keep one")});
}

std::string advice_on(std::string_view unknown, const std::vector<std::string>& known,
                      std::string_view prefix) {
  const auto meant = nearest(unknown, known);
  if (meant.empty()) return "see --help for what there is";
  return std::string("did you mean ").append(prefix).append(meant).append("?");
}

}  // namespace sluice::config
