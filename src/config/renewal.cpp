#include "config/renewal.hpp"

#include "config/option.hpp"
#include "config/table.hpp"

namespace sluice::config {
namespace {

std::string joined(const std::vector<std::string>& values) {
  std::string all;
  for (const auto& each : values) all += (all.empty() ? "" : ", ") + each;
  return all.empty() ? "none" : all;
}

// The values are those of settings in order, so none is refused.
void take_over(const option& which, const std::vector<std::string>& values, settings& into) {
  clear(which, into);
  for (const auto& each : values) assign(which, each, into);
}

}  // namespace

renewal renew(const settings& running, const settings& read) {
  renewal found{running, {}, {}};
  for (const option& each : options()) {
    const auto before = values_of(each, running);
    const auto now = values_of(each, read);
    if (before == now) continue;
    const std::string text =
        std::string(each.name) + " = " + joined(now) + " (was " + joined(before) + ")";
    if (each.takes_effect == change::on_restart) {
      found.waiting.push_back(text);
      continue;
    }
    take_over(each, now, found.values);
    found.changed.push_back(text);
  }
  return found;
}

}  // namespace sluice::config
