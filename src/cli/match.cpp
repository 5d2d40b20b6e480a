#include "cli/match.hpp"

#include <string_view>

#include "base/exit_code.hpp"
#include "cli/arguments.hpp"
#include "cli/match_explanation.hpp"

namespace sluice::cli {
namespace {

constexpr std::string_view usage = R"(Usage: sluice match SELECTOR TOPIC

Says whether the selector matches the topic, and why. The rule is one for subscribing, publishing
and tokens: * matches every topic; a text matches itself; a URI Template (RFC 6570) matches what its
expressions can stand for. Bytes are compared: nothing is decoded, and case counts.

Write -- before a selector that begins with two dashes.

Examples:
  sluice match '/books/{id}' /books/1         matches
  sluice match '/books/{id}' /books/1/notes   does not match: {id} does not stand for /
  sluice match '/books/{+id}' /books/1/notes  matches

Exit codes: 0 it matches, 1 it does not, 2 usage.
)";

constexpr std::string_view command = "match";

}  // namespace

int run_match(const std::vector<std::string>& words, terminal& at) {
  if (is_help_asked(words)) {
    at.out << usage << std::flush;
    return exit_fine;
  }
  const auto given = arguments::try_read(words, {});
  if (!given) return fail(at, command, given.error().sentence, exit_usage);
  if (given->operands().size() != 2) {
    return fail(at, command,
                "say a selector and a topic, and quote them for the shell; --help has examples",
                exit_usage);
  }
  const auto found = explain_match(given->operands()[0], given->operands()[1]);
  at.out << found.line << '\n' << std::flush;
  return found.is_match ? exit_fine : exit_failed;
}

}  // namespace sluice::cli
