#include "integration/hub/model_order.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace sluice::test {
namespace {

bool matches(std::string_view selector, std::string_view topic) {
  constexpr std::string_view expression = "{id}";
  if (selector == "*" || selector == topic) return true;
  const auto begin = selector.find(expression);
  if (begin == std::string_view::npos || topic.substr(0, begin) != selector.substr(0, begin)) {
    return false;
  }
  const auto rest = topic.substr(begin);
  return std::all_of(rest.begin(), rest.end(),
                     [](unsigned char c) { return std::isalnum(c) != 0; });
}

bool matches_any(const std::vector<std::string>& selectors, const model_update& what) {
  for (const auto& selector : selectors) {
    for (const auto& topic : what.topics) {
      if (matches(selector, topic)) return true;
    }
  }
  return false;
}

}  // namespace

bool model_interest::includes(const model_update& what) const {
  return matches_any(selectors, what) && may_know(what);
}

bool model_interest::may_know(const model_update& what) const {
  return what.to == reach::everyone || matches_any(grants, what);
}

void model_order::append(model_update what) {
  if (!places_.emplace(what.id, updates_.size()).second) {
    throw std::logic_error("published twice: " + what.id);
  }
  updates_.push_back(std::move(what));
}

std::size_t model_order::oldest() const {
  return updates_.size() - std::min(updates_.size(), held_updates_);
}

std::optional<std::size_t> model_order::find(const std::string& id) const {
  const auto found = places_.find(id);
  if (found == places_.end()) return std::nullopt;
  return found->second;
}

std::size_t model_order::next(std::size_t place, const model_interest& wanted) const {
  while (place < updates_.size() && !wanted.includes(updates_[place])) ++place;
  return place;
}

}  // namespace sluice::test
