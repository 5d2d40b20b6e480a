#include "cli/line_cutter.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/split.hpp"

using sluice::cli::line_cutter;

TEST_CASE("Lines are the same however their bytes are cut") {
  sluice::test::at_every_split(
      "one\n\ntwo\r\na\rb\n\r\nlast", [](const auto& pieces, std::size_t size) {
        INFO("split size " << size);
        line_cutter cutter;
        std::vector<std::string> lines;
        for (const auto piece : pieces) {
          cutter.feed(piece);
          while (const auto line = cutter.take_line()) lines.emplace_back(*line);
        }
        CHECK(lines == std::vector<std::string>{"one", "", "two", "a\rb", ""});
        CHECK(cutter.held_bytes() == 4);
        CHECK(cutter.take_rest() == "last");
        CHECK_FALSE(cutter.take_rest().has_value());
        CHECK(cutter.held_bytes() == 0);
      });
}

TEST_CASE("Lines may stay while more comes") {
  line_cutter cutter;
  cutter.feed("a\nb\nc");
  CHECK(cutter.take_line() == "a");
  cutter.feed("d\n");
  CHECK(cutter.take_line() == "b");
  CHECK(cutter.take_line() == "cd");
  CHECK_FALSE(cutter.take_line().has_value());
}
