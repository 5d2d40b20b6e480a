#include "cli/token.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "auth/key.hpp"
#include "auth/token.hpp"
#include "base/exit_code.hpp"
#include "support/temporary_folder.hpp"
#include "unit/cli/screen.hpp"

using namespace std::chrono_literals;
using namespace sluice::cli;
using Catch::Contains;
using sluice::auth::algorithm;
using sluice::test::screen;
using sluice::test::temporary_folder;

namespace {

const std::string secret = "0123456789abcdef0123456789abcdef";

class key_folder final {
 public:
  key_folder() { std::ofstream(path()) << secret << '\n'; }
  std::string path() const { return folder_ / "k"; }
  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name) << content;
    return folder_ / name;
  }

 private:
  temporary_folder folder_;
};

std::string mint(const key_folder& with, std::vector<std::string> words) {
  words.insert(words.begin(), {"mint", "--key", with.path()});
  screen shown;
  REQUIRE(run_token(words, shown.at()) == sluice::exit_fine);
  return shown.out();
}

}  // namespace

TEST_CASE("A minted token is alone on standard output and verifies") {
  const key_folder with;
  std::string token = mint(with, {"--publish", "news", "--subscribe", "a/{b}", "--admin"});
  REQUIRE(token.ends_with('\n'));
  token.pop_back();
  const std::vector keys{*sluice::auth::key::try_make(algorithm::hs256, secret)};
  const auto granted = sluice::auth::verify(token, keys, std::chrono::system_clock::now(), 0s);
  REQUIRE(granted.has_value());
  CHECK(granted->publish == std::vector<std::string>{"news"});
  CHECK(granted->subscribe == std::vector<std::string>{"a/{b}"});
  CHECK(granted->is_admin);
  REQUIRE(granted->expires.has_value());
  CHECK(*granted->expires - std::chrono::system_clock::now() <= 1h);
  CHECK(*granted->expires - std::chrono::system_clock::now() > 55min);
}

TEST_CASE("What is seldom meant when minting is remarked on, beside the token") {
  const key_folder with;
  screen shown;
  CHECK(run_token({"mint", "--key", with.path(), "--expires", "never", "--admin"}, shown.at()) ==
        sluice::exit_fine);
  CHECK_THAT(shown.notes(), Contains("sluice token: the token never expires"));
  screen other;
  run_token({"mint", "--key", with.path(), "--publish", "a/{b"}, other.at());
  CHECK_THAT(other.notes(), Contains("a/{b is not a valid URI Template"));
}

TEST_CASE("Without a key that signs there is no token, and no word of the key", "[H7]") {
  const key_folder with;
  const std::vector<std::vector<std::string>> rows = {
      {"mint", "--key", with.path() + ".absent"},
      {"mint", "--key", with.path(), "--algorithm", "ES256"},
      {"mint", "--key", with.path(), "--payload", "{"},
      {"mint", "--key", with.path(), "--publish", "\xFF"},
      {"mint"},
      {"make"},
      {},
  };
  for (const auto& words : rows) {
    screen shown;
    CHECK(run_token(words, shown.at()) == sluice::exit_usage);
    CHECK(shown.out().empty());
    CHECK_THAT(shown.notes(), Contains("sluice token: "));
    CHECK_THAT(shown.notes(), !Contains(secret));
  }
}

TEST_CASE("A token that mint prints is one that inspect takes, line end and all") {
  const key_folder with;
  screen shown(mint(with, {"--publish", "news"}));
  CHECK(run_token({"inspect", "--key", with.path()}, shown.at()) == sluice::exit_fine);
  CHECK_THAT(shown.out(), Contains(R"("news")"));
  CHECK_THAT(shown.out(), Catch::EndsWith("\nThe token will do.\n"));
}

TEST_CASE("Without a key nobody is told that the signature is good") {
  const key_folder with;
  screen shown(mint(with, {"--publish", "news"}));
  CHECK(run_token({"inspect"}, shown.at()) == sluice::exit_fine);
  CHECK_THAT(shown.out(), Contains("the signature is not verified"));
  CHECK_THAT(shown.out(), Catch::EndsWith("if its signature is good; --key FILE verifies it.\n"));
}

TEST_CASE("Of a token that will be refused all reasons are said, in one go") {
  const key_folder with;
  const std::string other = with.file("other", "another secret, which is long enough for HS256");
  screen shown("Bearer " + mint(with, {"--publish", "news"}));
  CHECK(run_token({"inspect", "--key", other}, shown.at()) == sluice::exit_failed);
  CHECK_THAT(shown.out(), Contains("problems:\n"));
  CHECK_THAT(shown.out(), Contains("\"Bearer\" is part of the header"));
  CHECK_THAT(shown.out(), Contains("not signed with a configured key"));
  CHECK_THAT(shown.out(), Catch::EndsWith("\nThe token will be refused.\n"));
}

TEST_CASE("One of several keys is enough") {
  const key_folder with;
  const std::string other = with.file("other", "another secret, which is long enough for HS256");
  screen shown(mint(with, {"--publish", "news"}));
  CHECK(run_token({"inspect", "--key", other, "--key", with.path(), "-"}, shown.at()) ==
        sluice::exit_fine);
}

TEST_CASE("A token given as a word is read, and what is no token is refused") {
  screen shown;
  CHECK(run_token({"inspect", "not-a-token"}, shown.at()) == sluice::exit_failed);
  CHECK_THAT(shown.out(), Catch::EndsWith("The token will be refused.\n"));
  screen flooded(std::string(200'000, 'a'));
  CHECK(run_token({"inspect"}, flooded.at()) == sluice::exit_usage);
}

TEST_CASE("Help has examples and goes to standard output") {
  screen shown;
  CHECK(run_token({"mint", "--help"}, shown.at()) == sluice::exit_fine);
  CHECK_THAT(shown.out(), Contains("Examples:\n") && Contains("  sluice token mint --key"));
  CHECK(shown.notes().empty());
}
