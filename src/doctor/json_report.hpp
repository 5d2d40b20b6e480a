// Findings for programs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "doctor/finding.hpp"
#include "doctor/report.hpp"

namespace sluice::doctor {

/// Hears findings and shows none: the document has them all at the end.
class silent_report final : public report {
 public:
  void add(const finding&) override {}
};

/// As in `judgement` of the document.
std::string_view name_of(judgement what);

/// One object: `verdict`, `exit_code`, and `findings`, each with all members of `finding`.
std::string json_document(const std::vector<finding>& findings, const std::string& verdict,
                          int exit_code);

}  // namespace sluice::doctor
