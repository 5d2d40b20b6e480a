#include "doctor/verdict.hpp"

#include <algorithm>

#include "base/exit_code.hpp"
#include "doctor/figure.hpp"

namespace sluice::doctor {
namespace {

// "2 faults (timing, idle)"; empty for none.
std::string listed(const std::vector<finding>& all, judgement which, std::string_view noun) {
  std::size_t count = 0;
  std::string names;
  for (const finding& each : all) {
    if (each.what != which) continue;
    ++count;
    names += (names.empty() ? "" : ", ") + each.probe;
  }
  return count == 0 ? "" : count_text(count, noun) + " (" + names + ")";
}

}  // namespace

void verdict::add(const finding& what) {
  findings_.push_back(what);
  shown_.add(what);
}

bool verdict::has_fault() const {
  return std::any_of(findings_.begin(), findings_.end(),
                     [](const finding& each) { return each.what == judgement::fault; });
}

std::string verdict::sentence() const {
  return is_interrupted_ ? "interrupted; till then " + sentence_of_findings()
                         : sentence_of_findings();
}

std::string verdict::sentence_of_findings() const {
  const std::string remarks = listed(findings_, judgement::remark, "remark");
  if (has_fault()) {
    const std::string faults = listed(findings_, judgement::fault, "fault");
    return faults + (remarks.empty() ? "" : ", " + remarks);
  }
  return remarks.empty() ? "fine" : "fine, with " + remarks;
}

int verdict::exit_code() const {
  if (!is_reached_) return exit_unreachable;
  return has_fault() || is_interrupted_ ? exit_failed : exit_fine;
}

}  // namespace sluice::doctor
