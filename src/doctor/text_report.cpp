#include "doctor/text_report.hpp"

#include <string_view>

namespace sluice::doctor {
namespace {

constexpr std::size_t mark_columns = 8;
constexpr std::size_t probe_columns = 14;
constexpr std::string_view indent = "          ";

std::string_view mark_of(judgement what) {
  switch (what) {
    case judgement::fine:
      return "ok";
    case judgement::remark:
      return "remark";
    case judgement::fault:
      return "FAULT";
    case judgement::skipped:
      return "skipped";
  }
  return "";
}

std::string padded(std::string_view text, std::size_t columns) {
  std::string wide(text);
  if (wide.size() < columns) wide.resize(columns, ' ');
  return wide + (wide.size() > columns ? " " : "");
}

// What stands behind a name; each line of a change of several lines below the other.
void write_part(std::ostream& to, std::string_view name, const std::string& text) {
  if (text.empty()) return;
  const std::string head = std::string(indent) + padded(name, mark_columns);
  to << head;
  for (const char c : text) {
    to << c;
    if (c == '\n') to << std::string(head.size(), ' ');
  }
  to << '\n';
}

}  // namespace

void text_report::add(const finding& what) {
  to_ << padded(mark_of(what.what), mark_columns) << padded(what.probe, probe_columns) << what.tried
      << (what.tried.empty() || what.seen.empty() ? "" : ": ") << what.seen << '\n';
  write_part(to_, "cause", what.cause);
  write_part(to_, "change", what.change);
  to_ << std::flush;
}

void text_report::conclude(const std::string& sentence) {
  to_ << padded("verdict", mark_columns) << sentence << '\n' << std::flush;
}

}  // namespace sluice::doctor
