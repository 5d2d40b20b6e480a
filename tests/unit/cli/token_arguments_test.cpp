#include "cli/token_arguments.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::auth::algorithm;
using sluice::auth::instant;
using sluice::cli::inspect_order;
using sluice::cli::mint_order;
using sluice::cli::try_read_inspect;
using sluice::cli::try_read_mint;

namespace {

using words = std::vector<std::string>;

constexpr instant now{std::chrono::seconds(1'800'000'000)};

std::string mint_problem(const words& given) {
  const auto read = try_read_mint(given, now);
  return read ? "" : read.error().sentence;
}

}  // namespace

TEST_CASE("A token is good for an hour unless another time is given") {
  const auto read = try_read_mint({"--key", "k", "--publish", "*"}, now + 900ms);
  REQUIRE(read.has_value());
  mint_order expected;
  expected.key_file = "k";
  expected.grants.publish = words{"*"};
  expected.grants.expires = now + 1h;
  CHECK(*read == expected);
  CHECK(try_read_mint({"--key", "k", "--admin", "--expires", "90s"}, now)->grants.expires ==
        now + 90s);
  CHECK_FALSE(try_read_mint({"--key", "k", "--admin", "--expires", "never"}, now)
                  ->grants.expires.has_value());
}

TEST_CASE("All that a token may grant is read") {
  const auto read =
      try_read_mint({"--key=k", "--algorithm", "EdDSA", "--publish", "a", "--publish", "b/{c}",
                     "--subscribe", "*", "--payload", R"({"user":7})", "--admin"},
                    now);
  REQUIRE(read.has_value());
  CHECK(read->algorithm == algorithm::eddsa);
  CHECK(read->grants.publish == words{"a", "b/{c}"});
  CHECK(read->grants.subscribe == words{"*"});
  CHECK(read->grants.payload == R"({"user":7})");
  CHECK(read->grants.is_admin);
}

TEST_CASE("A command line that makes no token says what to write") {
  CHECK(mint_problem({}) == "--key FILE is missing: the key to sign with");
  CHECK_THAT(mint_problem({"--key", "k", "news"}), Catch::Contains("--publish"));
  CHECK_THAT(mint_problem({"--key", "k", "--algorithm", "none"}), Catch::Contains("HS256"));
  CHECK_THAT(mint_problem({"--key", "k"}), Catch::Contains("grant nothing"));
  for (const char* const time : {"0", "0s", "500ms", "1y", "soon", "99999999999999999999h"}) {
    INFO(time);
    CHECK_THAT(mint_problem({"--key", "k", "--admin", "--expires", time}),
               Catch::Contains("never"));
  }
}

TEST_CASE("A token is read from the words, or from standard input") {
  CHECK(try_read_inspect({"a.b.c", "--key", "k1", "--key", "k2"})->token == "a.b.c");
  CHECK(try_read_inspect({"--key", "k1", "--key", "k2"})->key_files == words{"k1", "k2"});
  CHECK_FALSE(try_read_inspect({})->token.has_value());
  CHECK_FALSE(try_read_inspect({"-"})->token.has_value());
  CHECK_FALSE(try_read_inspect({"Bearer", "a.b.c"}).has_value());
}
