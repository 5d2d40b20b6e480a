#include "config/help.hpp"

#include <vector>

#include "config/load.hpp"
#include "config/table.hpp"
#include "config/wrapped_text.hpp"

namespace sluice::config {
namespace {

// Fits a terminal of 90 and leaves lines of prose short enough to read.
constexpr std::size_t columns = 90;
constexpr std::size_t prose_column = 32;

std::string entry(const std::string& usage, const std::string& prose) {
  const auto head = "  " + usage;
  const std::string margin(prose_column, ' ');
  auto lines = prefixed(prose, margin, columns);
  // The first line of prose stands beside the option where two spaces fit between them.
  if (head.size() + 2 > prose_column) return head + "\n" + lines;
  return head + lines.substr(head.size());
}

std::string entry_of(const option& which) {
  const auto usage = "--" + std::string(which.name) + (which.placeholder.empty() ? "" : " ") +
                     std::string(which.placeholder);
  std::string prose(which.prose);
  if (!is_flag(which)) {
    prose += " Default: " + default_text(which) + ". Allowed: " + allowed_text(which) + ".";
  }
  return entry(usage, prose);
}

std::string general_entries() {
  return "General\n" +
         entry("--config FILE", "Reads this file, which must exist. Default: " +
                                    std::string(default_file_path) + ", where it exists.") +
         entry("-h, --help", "Writes this text.") + entry("--version", "Writes the version.");
}

std::string sources_text() {
  return "\nVALUES\n" +
         prefixed(
             "DURATION is a number with ms, s, m or h; without a unit, seconds. SIZE is a "
             "number with KiB, MiB or GiB; without a unit, bytes.",
             "  ", columns) +
         "\nSOURCES\n" +
         prefixed(
             "Arguments win over variables, variables over the file, the file over the "
             "defaults. The variable of --socket-mode is SLUICE_SOCKET_MODE, and the file's "
             "line is socket-mode = 0660. A repeatable option has one argument a value, one "
             "line a value, or one variable with spaces between the values; the values of "
             "one source replace those of another.",
             "  ", columns);
}

std::string signals_text() {
  return "\nSIGNALS\n" +
         prefixed(
             "SIGTERM and SIGINT end the streams, spread over the drain time, and then the worker; "
             "a second one ends it at once. SIGHUP reads file and environment again, takes over "
             "what may change while streams live, names what waits for a restart, and opens the "
             "log file anew.",
             "  ", columns);
}

std::string examples_text(const std::string& command) {
  return "\nEXAMPLES\n"
         "  " +
         command +
         " --demo --socket /run/sluice/sluice.sock --socket-group www-data\n"
         "  " +
         command +
         " --socket 127.0.0.1:9000 --heartbeat 10s --max-age 1h\n"
         "  SLUICE_LOG_LEVEL=debug " +
         command + " --config ./sluice.conf\n";
}

}  // namespace

std::string print_help(std::string_view command) {
  const std::string name(command);
  std::string all = "Usage: " + name + " [options]\n\n";
  for (const auto of : all_groups) {
    all.append(title(of)).append("\n");
    for (const auto& each : options()) {
      if (each.in == of) all += entry_of(each);
    }
    all += "\n";
  }
  return all + general_entries() + sources_text() + signals_text() + examples_text(name);
}

}  // namespace sluice::config
