#include "cli/arguments.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::cli::arguments;
using sluice::cli::is_help_asked;
using sluice::cli::option;
using sluice::cli::takes;

namespace {

using words = std::vector<std::string>;

constexpr option known[] = {
    {"private", takes::nothing}, {"id", takes::value}, {"also", takes::values}};

std::string problem_of(const words& given) {
  const auto read = arguments::try_read(given, known);
  return read ? "" : read.error().sentence;
}

}  // namespace

TEST_CASE("Options and operands come in any order") {
  const auto read =
      arguments::try_read({"a", "--also", "x", "--private", "b", "--also=y", "--id", "7"}, known);
  REQUIRE(read.has_value());
  CHECK(read->operands() == words{"a", "b"});
  CHECK(read->values("also") == words{"x", "y"});
  CHECK(read->value("id") == "7");
  CHECK(read->has("private"));
  CHECK_FALSE(read->value("private-not").has_value());
}

TEST_CASE("What begins with one dash, and all behind two, is an operand") {
  const auto read = arguments::try_read({"-5", "-", "--", "--private", "--nonsense"}, known);
  REQUIRE(read.has_value());
  CHECK(read->operands() == words{"-5", "-", "--private", "--nonsense"});
  CHECK_FALSE(read->has("private"));
}

TEST_CASE("A wrong option is named, and the near one is offered") {
  CHECK(problem_of({"--privat"}) == "there is no option --privat; did you mean --private?");
  CHECK(problem_of({"--zebra=secret"}) == "there is no option --zebra; --help lists them");
  CHECK(problem_of({"--id", "1", "--id", "2"}) == "--id is given more than once; keep one");
  CHECK_THAT(problem_of({"--id"}), Catch::Contains("--id"));
  CHECK_THAT(problem_of({"--private=secret"}), !Catch::Contains("secret"));
}

TEST_CASE("An option's value is not taken from the option behind it") {
  CHECK_THAT(problem_of({"--also", "--private"}), Catch::StartsWith("--also has no value"));
  CHECK_THAT(problem_of({"--also", "--", "x"}), Catch::StartsWith("--also has no value"));
  CHECK(arguments::try_read({"--also=--private"}, known)->values("also") == words{"--private"});
  CHECK(arguments::try_read({"--also", "-"}, known)->values("also") == words{"-"});
}

TEST_CASE("Help is asked for by an option, not by an operand behind two dashes") {
  CHECK(is_help_asked({"topic", "--help"}));
  CHECK(is_help_asked({"-h"}));
  CHECK_FALSE(is_help_asked({"topic", "--", "--help"}));
}
