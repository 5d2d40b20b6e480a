#include "cli/match.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "base/exit_code.hpp"
#include "cli/match_explanation.hpp"
#include "unit/cli/screen.hpp"

using namespace sluice::cli;
using sluice::test::screen;

namespace {

std::string line_of(const std::string& selector, const std::string& topic) {
  return explain_match(selector, topic).line;
}

}  // namespace

TEST_CASE("A match says by which part of the rule", "[H8]") {
  CHECK(line_of("*", "/o/7") == "matches: the selector * is every topic");
  CHECK(line_of("/o/7", "/o/7") == "matches: the topic is the selector's own text, byte for byte");
  CHECK(line_of("/o/{id}", "/o/{id}") ==
        "matches: the topic is the selector's own text, byte for byte");
  CHECK(line_of("/o/{id}", "/o/7") == "matches: the URI Template covers the topic");
  CHECK(line_of("/o/{id}", "/o/a%2Fb") == "matches: the URI Template covers the topic");
  CHECK(line_of("/o/{id}", "/o/") == "matches: the URI Template covers the topic");
}

TEST_CASE("No match says what stopped it", "[H8]") {
  struct row {
    std::string selector;
    std::string topic;
    std::string expected;
  };
  const std::vector<row> rows = {
      {"/o/7", "/o/8", "the selector is one topic, and this is another"},
      {"/o/7", "/O/7",
       "the selector is one topic, and this is another; only case differs, and case counts"},
      {"/o/7", "/o/%37",
       "the selector is one topic, and this is another; only percent-encoding differs, and nothing "
       "is decoded when topics are matched; write both in the same way"},
      {"/o/{id", "/o/7",
       "the selector is not a valid URI Template, so it matches its own text only"},
      {"/o/{id}", "/o/7/l",
       R"(the URI Template covers "/o/7" and stops at "/l"; a simple expression such as {id} does )"
       R"(not stand for /, {+id} does)"},
      {"/o/{id}", "/o/7?x",
       R"(the URI Template covers "/o/7" and stops at "?x"; a simple expression such as {id} does )"
       R"(not stand for ?, {+id} does)"},
      {"/o/{id}/l", "/o/7", "the topic ends where the URI Template wants more"},
      {"/o/{id}/l", "/o/7/x", R"(the URI Template covers "/o/7/" and stops at "x")"},
      {"/o/{id}/l", "/o/7/l/",
       R"(the URI Template covers "/o/7/l" and stops at "/"; a simple )"
       R"(expression such as {id} does not stand for /, {+id} does)"},
      {"/o/{id}", "/p/7", R"(the URI Template covers "/" and stops at "p/7")"},
      {"/o/{id}", "x", "the URI Template does not begin like the topic"},
      {"/o/{id}", "/o/caf\xC3\xA9",
       R"(the URI Template covers "/o/caf" and stops at "\xc3\xa9"; an expression stands for the )"
       R"(characters of a URL only, so others must be percent-encoded in the topic)"},
      {"/O/{id}", "/o/7",
       R"(the URI Template covers "/" and stops at "o/7"; only case differs, and case counts)"},
      {"/o/{id}", "%2Fo%2F7",
       "the URI Template does not begin like the topic; only percent-encoding differs, and nothing "
       "is decoded when topics are matched; write both in the same way"},
  };
  for (const auto& [selector, topic, expected] : rows) {
    INFO(selector << " and " << topic);
    CHECK_FALSE(explain_match(selector, topic).is_match);
    CHECK(line_of(selector, topic) == "does not match: " + expected);
  }
}

TEST_CASE("A template with many states is explained as well") {
  const std::string selector = "/" + std::string(100, 'a') + "{x}/" + std::string(200, 'b');
  const std::string topic = "/" + std::string(100, 'a') + "7/" + std::string(150, 'b');
  CHECK(line_of(selector, topic) ==
        "does not match: the topic ends where the URI Template wants more");
  CHECK(line_of(selector, topic + "c").ends_with(R"( and stops at "c")"));
  CHECK(line_of(std::string(1025, '{'), "x") ==
        "does not match: a selector of more than 1024 bytes is no URI Template, so it matches its "
        "own text only");
}

TEST_CASE("The exit code says whether it matches") {
  screen yes;
  CHECK(run_match({"/o/{id}", "/o/7"}, yes.at()) == sluice::exit_fine);
  CHECK(yes.out() == "matches: the URI Template covers the topic\n");
  CHECK(yes.notes().empty());
  screen no;
  CHECK(run_match({"--", "--a", "b"}, no.at()) == sluice::exit_failed);
  CHECK(no.out() == "does not match: the selector is one topic, and this is another\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, {"a"}, {"a", "b", "c"}, {"--a", "b"}}) {
    screen wrong;
    CHECK(run_match(words, wrong.at()) == sluice::exit_usage);
    CHECK(wrong.out().empty());
  }
  screen help;
  CHECK(run_match({"--help"}, help.at()) == sluice::exit_fine);
}
