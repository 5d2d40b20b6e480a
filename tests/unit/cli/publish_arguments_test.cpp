#include "cli/publish_arguments.hpp"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::audience;
using sluice::update;
using namespace sluice::cli;

namespace {

using words = std::vector<std::string>;

std::string problem_of(const words& given) {
  const auto read = try_read_publish(given);
  return read ? "" : read.error().sentence;
}

}  // namespace

TEST_CASE("A topic and its data are enough") {
  const auto read = try_read_publish({"news", "it works"});
  REQUIRE(read.has_value());
  publish_order expected;
  expected.what = update({"news"}, "it works");
  expected.has_data = true;
  expected.way = control_way{};
  CHECK(*read == expected);
}

TEST_CASE("All that an update may have is read") {
  const auto read =
      try_read_publish({"a", "--also", "b", "--also", "c", "--private", "--id", "i", "--type", "t",
                        "--retry", "5s", "--control", "/c.sock", "--", "--data"});
  REQUIRE(read.has_value());
  update expected({"a", "b", "c"}, "--data");
  expected.id("i").type("t").retry(5s).to(audience::granted);
  CHECK(read->what == expected);
  CHECK(std::get<control_way>(read->way).path == "/c.sock");
}

TEST_CASE("Empty data is data") {
  CHECK(try_read_publish({"news", ""})->has_data);
  CHECK_FALSE(try_read_publish({"news"})->has_data);
}

TEST_CASE("A URL goes with the file of a token") {
  const auto read =
      try_read_publish({"a", "--url", "https://e.com", "--token-file", "t", "--lines"});
  REQUIRE(read.has_value());
  CHECK(read->unit == input_unit::line);
  const auto& way = std::get<url_way>(read->way);
  CHECK(way.url.text() == "https://e.com/.well-known/mercure");
  CHECK(way.token_file == "t");
}

TEST_CASE("What does not go together is refused with the reason") {
  using Catch::Contains;
  CHECK(problem_of({}) == "say a topic; --help has examples");
  CHECK_THAT(problem_of({"a", "b", "c"}), Contains("--also"));
  CHECK_THAT(problem_of({"a", "b", "--lines"}), Contains("--lines"));
  CHECK_THAT(problem_of({"a", "b", "--file", "f"}), Contains("--file"));
  CHECK_THAT(problem_of({"a", "--lines", "--id", "x"}), Contains("an id of its own"));
  CHECK_THAT(problem_of({"a", "--url", "https://e.com"}), Contains("--token-file"));
  CHECK_THAT(problem_of({"a", "--token-file", "t"}), Contains("--url"));
  CHECK_THAT(problem_of({"a", "--url", "https://e.com", "--token-file", "t", "--control", "/c"}),
             Contains("not both"));
  CHECK_THAT(problem_of({"a", "--retry", "soon"}), Contains("--retry"));
  CHECK_THAT(problem_of({"\xFF"}), Contains(R"(not UTF-8: \xff)"));
}
