#include "config/arguments.hpp"

#include <utility>

#include <catch2/catch.hpp>

namespace {

using namespace sluice::config;
using strings = std::vector<std::string>;
using pairs = std::vector<std::pair<std::string, std::string>>;

pairs values(const reading& from) {
  pairs all;
  for (const auto& each : from.assignments) all.emplace_back(each.to->name, each.value);
  return all;
}

strings messages(const reading& from) {
  strings all;
  for (const auto& each : from.problems) all.push_back(each.message());
  return all;
}

TEST_CASE("a value stands behind a space or an equals sign") {
  const auto found =
      read_arguments({"--socket", "/a b", "--socket=/c=d", "--loops", "-5", "--socket-group", ""});
  CHECK(messages(found).empty());
  CHECK(values(found) ==
        pairs{{"socket", "/a b"}, {"socket", "/c=d"}, {"loops", "-5"}, {"socket-group", ""}});
  CHECK(found.assignments.front().where == "--socket");
}

TEST_CASE("a flag stands alone or has its value behind an equals sign") {
  CHECK(values(read_arguments({"--demo"})) == pairs{{"demo", "true"}});
  CHECK(values(read_arguments({"--demo=false"})) == pairs{{"demo", "false"}});
  const auto found = read_arguments({"--demo", "true"});
  CHECK(values(found) == pairs{{"demo", "true"}});
  CHECK(messages(found) == strings{"true: unexpected argument; options begin with --"});
}

TEST_CASE("every option without its value is told, and the rest is read") {
  const auto found =
      read_arguments({"--socket", "--loops", "2", "--drain=", "--heartbeat", "--config"});
  CHECK(values(found) == pairs{{"loops", "2"}});
  CHECK(messages(found) ==
        strings{"--socket: has no value; write --socket VALUE",
                "--drain: has no value behind the =; write one, or '' after a space for an empty "
                "one",
                "--heartbeat: has no value; write --heartbeat VALUE",
                "--config: has no value; write --config VALUE"});
}

TEST_CASE("an unknown option is one problem with its value, and is named as it came") {
  CHECK(messages(read_arguments({"--sokcet", "/s"})) ==
        strings{"--sokcet: no such option; did you mean --socket?"});
  CHECK(messages(read_arguments({"--colour=red"})) ==
        strings{"--colour: no such option; see --help for what there is"});
  CHECK(messages(read_arguments({"-d"})) ==
        strings{"-d: no such option; see --help for what there is"});
  CHECK(messages(read_arguments({"--Demo"})) ==
        strings{"--Demo: no such option; did you mean --demo?"});
}

TEST_CASE("a question with a value is a problem of its own, and the rest is read") {
  const auto found = read_arguments({"--help=x", "--version=1", "-hx", "--loops", "2", "-ab"});
  CHECK(found.asked == question::none);
  CHECK(values(found) == pairs{{"loops", "2"}});
  CHECK(messages(found) == strings{"--help=x: takes no value; write it alone",
                                   "--version=1: takes no value; write it alone",
                                   "-hx: takes no value; write it alone",
                                   "-ab: no such option; see --help for what there is"});
}

TEST_CASE("an option is not abbreviated") {
  CHECK(messages(read_arguments({"--heart", "1s"})) ==
        strings{"--heart: no such option; did you mean --heartbeat?"});
}

TEST_CASE("an option that is not repeatable is given once") {
  CHECK(messages(read_arguments({"--loops", "1", "--loops", "2"})) ==
        strings{"--loops: loops is set more than once; keep one"});
  CHECK(messages(read_arguments({"--config", "/a", "--config", "/b"})) ==
        strings{"--config: is given more than once; keep one"});
  CHECK(messages(read_arguments({"--demo", "--demo"})) ==
        strings{"--demo: demo is set more than once; keep one"});
}

TEST_CASE("what stands alone is refused, behind two dashes too") {
  CHECK(messages(read_arguments({"/run/s.sock"})) ==
        strings{"/run/s.sock: unexpected argument; options begin with --"});
  CHECK(messages(read_arguments({"--", "--demo", "x"})) ==
        strings{"--demo: unexpected argument; options begin with --",
                "x: unexpected argument; options begin with --"});
  CHECK(messages(read_arguments({"-"})) ==
        strings{"-: unexpected argument; options begin with --"});
  CHECK(messages(read_arguments({""})) == strings{": unexpected argument; options begin with --"});
}

TEST_CASE("bytes that would disturb a terminal are shown as such") {
  CHECK(messages(read_arguments({"--\x1b[2J"})) ==
        strings{R"(--\x1b[2J: no such option; see --help for what there is)"});
}

}  // namespace
