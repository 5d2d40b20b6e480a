#include "metrics/exposition.hpp"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>

namespace sluice::metrics {
namespace {

// The shortest text without an exponent that reads back as the same number. Nothing here is larger
// than what a counter holds.
std::string text_of(double value) {
  std::array<char, 400> text{};
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed).ptr;
  return {text.data(), end};
}

void append_head(std::string& to, std::string_view name, std::string_view help,
                 std::string_view type) {
  to.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  to.append(name).append(" ").append(type).append("\n");
}

void append_line(std::string& to, std::string_view name, std::string_view label,
                 const std::string& value) {
  to.append(name);
  if (!label.empty()) to.append("{").append(label).append("}");
  to.append(" ").append(value).append("\n");
}

void append_counters(std::string& to, const totals& of) {
  std::string_view before;
  for (std::size_t i = 0; i < counter_count; ++i) {
    const described& each = counters()[i];
    if (each.name != before) append_head(to, each.name, each.help, "counter");
    before = each.name;
    append_line(to, each.name, each.label, std::to_string(of.counts[i]));
  }
}

void append_timing(std::string& to, const described& what, const totals::timed& of) {
  const std::string name(what.name);
  append_head(to, name, what.help, "histogram");
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < timing_bounds.size(); ++i) {
    so_far += of.by_bound[i];
    append_line(to, name + "_bucket", "le=\"" + text_of(timing_bounds[i]) + "\"",
                std::to_string(so_far));
  }
  append_line(to, name + "_bucket", "le=\"+Inf\"", std::to_string(of.count()));
  append_line(to, name + "_sum", "", text_of(of.seconds));
  append_line(to, name + "_count", "", std::to_string(of.count()));
}

}  // namespace

std::string write_exposition(const totals& of, std::span<const gauge> now) {
  std::string text;
  append_counters(text, of);
  for (std::size_t i = 0; i < timing_count; ++i) append_timing(text, timings()[i], of.times[i]);
  for (const gauge& each : now) {
    append_head(text, each.name, each.help, "gauge");
    append_line(text, each.name, "", text_of(each.value));
  }
  return text;
}

}  // namespace sluice::metrics
