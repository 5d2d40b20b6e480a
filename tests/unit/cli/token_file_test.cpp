#include "cli/token_file.hpp"

#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "support/temporary_folder.hpp"

using sluice::cli::try_read_token;

TEST_CASE("A file holds a token alone, but for blanks and line ends around it", "[H7]") {
  const sluice::test::temporary_folder folder;
  const std::string path = folder / "t";
  const auto read = [&](const std::string& content) {
    std::ofstream(path) << content;
    return try_read_token(path);
  };
  CHECK(read("eyJ.a-_.b").value() == "eyJ.a-_.b");
  CHECK(read(" eyJ.a.b \r\n").value() == "eyJ.a.b");
  for (const char* const wrong :
       {"", "\n", "Bearer eyJ.a.b", "\"eyJ.a.b\"", "eyJ.a.b\nX-More: 1"}) {
    const auto failed = read(wrong);
    REQUIRE_FALSE(failed.has_value());
    CHECK_THAT(failed.error().message(), Catch::Contains(path) && !Catch::Contains("eyJ"));
  }
  CHECK_FALSE(try_read_token(path + ".absent").has_value());
  CHECK_FALSE(try_read_token(folder.path()).has_value());
}
