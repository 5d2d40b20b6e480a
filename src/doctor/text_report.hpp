// Findings for people.
#pragma once

#include <ostream>
#include <string>

#include "doctor/report.hpp"

namespace sluice::doctor {

/// A line a finding, at once; below it, where something is wrong, the cause and what to change.
/// Borrows the stream.
class text_report final : public report {
 public:
  explicit text_report(std::ostream& to) : to_(to) {}

  void add(const finding& what) override;
  /// The last line.
  void conclude(const std::string& sentence);

 private:
  std::ostream& to_;
};

}  // namespace sluice::doctor
