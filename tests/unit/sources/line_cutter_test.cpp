#include "sources/line_cutter.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

#include "support/split.hpp"

using sluice::sources::line_cutter;
using sluice::test::at_every_split;

namespace {

constexpr std::size_t limit = 8;

// Every line in brackets, "too long" in place of those that are.
std::string cut(const std::vector<std::string_view>& pieces) {
  line_cutter cutter(limit);
  std::string seen;
  for (const std::string_view piece : pieces) {
    cutter.feed(piece);
    while (const auto line = cutter.take_line()) {
      seen += line->is_too_long ? "[too long]" : "[" + std::string(line->text) + "]";
    }
  }
  return seen + (cutter.has_unfinished_line() ? "..." : "") + (cutter.is_empty() ? "" : "more");
}

}  // namespace

TEST_CASE("Lines are cut at line feeds, however their bytes come") {
  struct row {
    std::string bytes;
    std::string expected;
  };
  const std::vector<row> rows = {
      {"", ""},
      {"\n", "[]"},
      {"a\nb\n", "[a][b]"},
      {"a\n\n\nb", "[a][][]...more"},
      {"a\r\nb\rc\n", "[a\r][b\rc]"},
      {std::string("a\0b\n", 4), "[" + std::string("a\0b", 3) + "]"},
      {"12345678\n", "[12345678]"},
      {"12345678", "...more"},
      {"123456789\n", "[too long]"},
      {"123456789", "...more"},
      {std::string(100, 'x') + "\nab\n" + std::string(9, 'y') + "\n\n",
       "[too long][ab][too long][]"},
      {std::string(100, 'x') + "\n" + std::string(100, 'y') + "\n12345678\n",
       "[too long][too long][12345678]"},
      {"ab\n" + std::string(40, 'x'), "[ab]...more"},
  };
  for (const auto& [bytes, expected] : rows) {
    INFO(bytes);
    at_every_split(bytes,
                   [&, &whole = bytes, &seen = expected](const auto& pieces, std::size_t size) {
                     INFO("split size " << size << " of " << whole.size());
                     CHECK(cut(pieces) == seen);
                   });
  }
}

TEST_CASE("A line feed behind a line that was too long begins the next line") {
  line_cutter cutter(limit);
  cutter.feed("123456789");
  CHECK_FALSE(cutter.take_line().has_value());
  cutter.feed("0\nnext\nrest");
  CHECK(cutter.take_line()->is_too_long);
  CHECK(cutter.take_line()->text == "next");
  CHECK_FALSE(cutter.take_line().has_value());
  CHECK(cutter.has_unfinished_line());
}

TEST_CASE("An unfinished line is dropped and the whole ones before it are kept") {
  line_cutter cutter(limit);
  cutter.feed("one\ntwo\nthr");
  CHECK(cutter.take_line()->text == "one");
  cutter.drop_unfinished_line();
  CHECK_FALSE(cutter.has_unfinished_line());
  CHECK_FALSE(cutter.is_empty());
  CHECK(cutter.take_line()->text == "two");
  CHECK_FALSE(cutter.take_line().has_value());
  CHECK(cutter.is_empty());
}

TEST_CASE("Dropping leaves nothing of what has no line feed, short or too long") {
  for (const char* const bytes : {"", "a", "123456789"}) {
    INFO(bytes);
    line_cutter cutter(limit);
    cutter.feed(bytes);
    CHECK_FALSE(cutter.take_line().has_value());
    cutter.drop_unfinished_line();
    CHECK(cutter.is_empty());
    cutter.feed("b\n");
    CHECK(cutter.take_line()->text == "b");
  }
}
