// Measures the hub of a worker that it starts itself, over FastCGI without a web server between.
//
//   bench_hub                     everything, as tables
//   bench_hub --json crowd        one measurement, as JSON
//
// Progress goes to standard error. The exit code is 1 when an update was lost, doubled or out of
// order, and 2 when it could not be measured; no figure is a failure.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "bench/measurement.hpp"
#include "fcgi/descriptor_limit.hpp"
#include "support/worker.hpp"

namespace {

using namespace sluice::bench;

constexpr const char* help =
    "bench_hub [options] [replay|publish|stuck|crowd]...\n"
    "  --worker FILE       the sluice that is measured; the one built beside this by default\n"
    "  --json              JSON in place of tables\n"
    "  --updates N         publish: updates a row (2000)\n"
    "  --subscribers N     publish: subscribers (1000)\n"
    "  --streams N         crowd: streams (5000)\n"
    "  --runs N            replay: runs (11)\n"
    "  --row-limit N       seconds that one row publishes at most (30)\n";

using measure = report (*)(const extent&, progress&);
struct measurement {
  const char* name;
  measure run;
};
constexpr std::array<measurement, 4> measurements{{{"replay", measure_replay},
                                                   {"publish", measure_publish},
                                                   {"stuck", measure_stuck},
                                                   {"crowd", measure_crowd}}};

enum class output { tables, json };

struct request {
  extent how;
  output as = output::tables;
  std::vector<measurement> wanted{};
};

const measurement& find_measurement(const std::string& name) {
  for (const measurement& each : measurements) {
    if (name == each.name) return each;
  }
  throw std::invalid_argument("no measurement is called " + name + "\n" + help);
}

std::size_t count_of(const std::string& text) {
  // Signs and fractions have no meaning for any of the options.
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  if (!is_number) throw std::invalid_argument("not a number: " + text);
  return std::stoul(text);
}

request read_arguments(std::vector<std::string> arguments) {
  request read;
  read.how.program = sluice::test::sluice_program();
  std::size_t row_limit = static_cast<std::size_t>(read.how.row_limit.count());
  const std::map<std::string, std::size_t*> counts{{"--updates", &read.how.updates},
                                                   {"--subscribers", &read.how.subscribers},
                                                   {"--streams", &read.how.streams},
                                                   {"--runs", &read.how.runs},
                                                   {"--row-limit", &row_limit}};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    const auto count = counts.find(name);
    if (name == "--json") {
      read.as = output::json;
    } else if (!name.starts_with("--")) {
      read.wanted.push_back(find_measurement(name));
    } else if (i + 1 == arguments.size() || (count == counts.end() && name != "--worker")) {
      throw std::invalid_argument(name + " is not an option, or needs a value\n" + help);
    } else if (name == "--worker") {
      read.how.program = arguments[++i];
    } else {
      *count->second = count_of(arguments[++i]);
    }
  }
  read.how.row_limit = std::chrono::seconds(row_limit);
  if (read.wanted.empty()) read.wanted.assign(measurements.begin(), measurements.end());
  return read;
}

int run(const request& asked) {
  // Every stream takes a descriptor here, and one in the worker.
  sluice::fcgi::raise_descriptor_limit();
  auto all = nlohmann::ordered_json::array();
  bool has_failed = false;
  for (const measurement& each : asked.wanted) {
    report found;
    {
      progress tell;
      found = each.run(asked.how, tell);
    }
    has_failed = has_failed || !found.failures.empty();
    if (asked.as == output::json) all.push_back(to_json(found));
    if (asked.as == output::tables) std::printf("%s\n", to_text(found).c_str());
    std::fflush(stdout);
  }
  if (asked.as == output::json) std::printf("%s\n", all.dump(2).c_str());
  return has_failed ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  for (const std::string& each : arguments) {
    if (each == "--help") return std::printf("%s", help) > 0 ? 0 : 2;
  }
  try {
    return run(read_arguments(arguments));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "\nbench_hub: %s\n", error.what());
    return 2;
  }
}
