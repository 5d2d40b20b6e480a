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

// More does not fit behind the counts.
constexpr std::size_t longest_step = 90;

// Where the first part of a sentence ends; what stands in `code` is whole.
std::size_t first_part(std::string_view text) {
  bool is_code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') is_code = !is_code;
    const std::string_view rest = text.substr(i);
    if (rest.starts_with('\n')) return i;
    if (is_code) continue;
    for (const std::string_view each : {"; ", ": ", ", ", " ("}) {
      if (rest.starts_with(each)) return i;
    }
  }
  return text.size();
}

// A few words; where the server is not known there is a line for each, and which is not known.
std::string first_step(const finding& fault) {
  std::string_view step(fault.change);
  if (step.starts_with("first ")) step.remove_prefix(6);
  step = step.substr(0, first_part(step));
  if (step.empty()) return "";
  const bool is_a_few_words = step.size() <= longest_step && step.find(' ') != step.npos;
  return "; first: " +
         (is_a_few_words ? std::string(step) : "see the change of `" + fault.probe + "`");
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
    const auto first = std::find_if(findings_.begin(), findings_.end(), [](const finding& each) {
      return each.what == judgement::fault;
    });
    return faults + (remarks.empty() ? "" : ", " + remarks) + first_step(*first);
  }
  if (!is_reached_) return "unknown: what is to be examined could not be reached";
  const std::string fine = is_measured() ? "fine" : "nothing wrong found, but timing not measured";
  return fine + (remarks.empty() ? "" : ", with " + remarks);
}

// All else is known by its timing.
bool verdict::is_measured() const {
  return std::none_of(findings_.begin(), findings_.end(), [](const finding& each) {
    return each.probe == "timing" && each.what == judgement::skipped;
  });
}

int verdict::exit_code() const {
  if (!is_reached_) return exit_unreachable;
  return has_fault() || is_interrupted_ ? exit_failed : exit_fine;
}

}  // namespace sluice::doctor
