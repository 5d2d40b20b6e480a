#include "config/reference.hpp"

#include <string>
#include <vector>

#include "config/load.hpp"
#include "config/table.hpp"
#include "config/wrapped_text.hpp"

namespace sluice::config {
namespace {

constexpr std::size_t columns = 100;

constexpr std::string_view generated_by =
    "Generated from src/config/table.cpp; the build target \"generate\" writes it anew.";

std::string line_of(const option& which, std::string_view value) {
  return "#" + std::string(which.name) + " =" + (value.empty() ? "" : " ") + std::string(value) +
         "\n";
}

// A line for each value. An empty list is left out, so its line shows one that is not.
std::string lines_of(const option& which) {
  const auto values = values_of(which, settings{});
  if (values.empty()) return line_of(which, which.placeholder);
  std::string lines;
  for (const std::string& each : values) lines += line_of(which, each);
  return lines;
}

std::string example_of(const option& which) {
  return prefixed(which.prose, "# ", columns) +
         prefixed("Allowed: " + allowed_text(which) + ".", "# ", columns) + lines_of(which);
}

std::string usage_of(const option& which) {
  return "--" + std::string(which.name) + (which.placeholder.empty() ? "" : " ") +
         std::string(which.placeholder);
}

std::string code(const std::string& text) {
  return "`" + text + "`";
}

std::string change_text(const option& which) {
  return which.takes_effect == change::on_reload ? "by a reload (SIGHUP)" : "by a restart only";
}

std::string reference_of(const option& which) {
  return "### " + std::string(which.name) + "\n\n" + prefixed(which.prose, "", columns) +
         "\n- Argument: " + code(usage_of(which)) + (is_repeatable(which) ? ", repeatable" : "") +
         "\n- Variable: " + code(variable_name(which.name)) +
         (is_repeatable(which) ? ", values separated by spaces" : "") +
         "\n- Default: " + default_text(which, "`") + "\n- Allowed: " + allowed_text(which) +
         "\n- Changes: " + change_text(which) + "\n\n";
}

constexpr std::string_view introduction =
    R"(An option is given as an argument, as an environment variable, or as a line `name = value` of the
configuration file. Arguments win over variables, variables over the file, the file over the
defaults. The values of a repeatable option all come from one source: one argument a value, one line
a value, or one variable with spaces between the values.

The file is `/etc/sluice/sluice.conf` where it exists, or the one that `--config FILE` or
`SLUICE_CONFIG` names, which must exist. In it, `#` or `;` at the start of a line begins a comment,
and so does ` #` behind a value. There are no sections, quotes or escapes.

A duration is a number with `ms`, `s`, `m` or `h`; without a unit it is in seconds. A size is a
number with `KiB`, `MiB` or `GiB`; without a unit it is in bytes. A flag is `true`, `yes`, `on` or
`1`, or `false`, `no`, `off` or `0`; as an argument its name alone means true.

A name that is not known is an error in each source, and so is a variable that begins with `SLUICE_`
and names no option. Only those that Kubernetes sets beside a service named sluice, such as
`SLUICE_SERVICE_HOST`, are left alone.

A worker reads its options when it starts, and all of them again at SIGHUP, from the same places. It
takes over those that may change while streams live, for requests and streams from then on, and
names in its log those that wait for a restart. When anything is wrong, everything stays as it was.
)";

}  // namespace

std::string print_example() {
  std::string all =
      prefixed("Configuration of sluice. " + std::string(generated_by), "# ", columns) +
      prefixed(
          "Every line shows its default, or what stands for a value where there is none; take "
          "the # away to change it. A comment begins with # at the start of a line, or with "
          "a space and # behind a value. Variables (SLUICE_NAME) and arguments (--name) win "
          "over this file.",
          "# ", columns);
  for (const auto of : all_groups) {
    all += "\n# ---- " + std::string(title(of)) + "\n";
    for (const auto& each : options()) {
      if (each.in == of) all += "\n" + example_of(each);
    }
  }
  return all;
}

std::string print_reference() {
  std::string all = "# Options\n\n<!-- " + std::string(generated_by) + " -->\n\n" +
                    std::string(introduction) + "\n";
  for (const auto of : all_groups) {
    all.append("## ").append(title(of)).append("\n\n");
    for (const auto& each : options()) {
      if (each.in == of) all += reference_of(each);
    }
  }
  all.pop_back();  // one line feed at the end
  return all;
}

}  // namespace sluice::config
