#include "hub/interest.hpp"

#include <algorithm>
#include <utility>

#include "hub/topic_match.hpp"

namespace sluice::hub {
namespace {

std::vector<selector> normalised(std::vector<selector> some) {
  const auto by_text = [](const selector& a, const selector& b) { return a.text() < b.text(); };
  std::sort(some.begin(), some.end(), by_text);
  some.erase(std::unique(some.begin(), some.end()), some.end());
  return some;
}

// Lengths in front, so that no text can look like the border between two.
void append_key(std::string& key, const std::vector<selector>& some) {
  key += std::to_string(some.size()) + ';';
  for (const selector& each : some) {
    key += std::to_string(each.text().size()) + ':';
    key += each.text();
  }
}

}  // namespace

interest::interest(std::vector<selector> selectors, std::vector<selector> grants)
    : selectors_(normalised(std::move(selectors))), grants_(normalised(std::move(grants))) {
  append_key(key_, selectors_);
  append_key(key_, grants_);
}

bool interest::includes(const update& what) const {
  return reaches(what, selectors_, grants_);
}

bool interest::may_have(const update& what) const {
  return is_granted(what, grants_);
}

bool interest::is_exact() const {
  return std::all_of(selectors_.begin(), selectors_.end(),
                     [](const selector& each) { return each.is_exact(); });
}

}  // namespace sluice::hub
