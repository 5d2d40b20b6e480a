#include "base/text.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace std::string_literals;
using sluice::equals_ignoring_case;
using sluice::is_utf8;
using sluice::printable;

TEST_CASE("Text is UTF-8 when every sequence is the shortest form of a code point") {
  struct row {
    std::string name;
    std::string text;
    bool is_well_formed;
  };
  const std::vector<row> rows = {
      {"nothing", "", true},
      {"NUL", "\0"s, true},
      {"last of one byte", "\x7F", true},
      {"first of two bytes", "\xC2\x80", true},
      {"last of two bytes", "\xDF\xBF", true},
      {"first of three bytes", "\xE0\xA0\x80", true},
      {"last before the surrogates", "\xED\x9F\xBF", true},
      {"first after the surrogates", "\xEE\x80\x80", true},
      {"last of three bytes", "\xEF\xBF\xBF", true},
      {"first of four bytes", "\xF0\x90\x80\x80", true},
      {"U+10FFFF", "\xF4\x8F\xBF\xBF", true},
      {"byte order mark", "\xEF\xBB\xBF", true},
      {"continuation alone", "\x80", false},
      {"two bytes for U+0000", "\xC0\x80", false},
      {"two bytes for U+007F", "\xC1\xBF", false},
      {"three bytes for U+07FF", "\xE0\x9F\xBF", false},
      {"four bytes for U+FFFF", "\xF0\x8F\xBF\xBF", false},
      {"first surrogate", "\xED\xA0\x80", false},
      {"last surrogate", "\xED\xBF\xBF", false},
      {"U+110000", "\xF4\x90\x80\x80", false},
      {"first byte above F4", "\xF5\x80\x80\x80", false},
      {"FE", "\xFE", false},
      {"FF", "\xFF", false},
      {"second byte is a letter", "\xC3(", false},
      {"third byte is a letter", "\xE2\x86(", false},
      {"fourth byte is a letter", "\xF0\x9F\x98(", false},
      {"two bytes cut to one", "\xC3", false},
      {"three bytes cut to two", "\xE2\x86", false},
      {"four bytes cut to three", "\xF0\x9F\x98", false},
  };
  for (const auto& [name, text, is_well_formed] : rows) {
    INFO(name);
    // ASCII is taken eight bytes at a time; the sequence comes at every place of such a step.
    for (std::size_t ascii = 0; ascii <= 17; ++ascii) {
      INFO("behind " << ascii << " letters");
      const std::string begin(ascii, 'a');
      CHECK(is_utf8(begin + text) == is_well_formed);
      CHECK(is_utf8(begin + text + "trailing letters") == is_well_formed);
    }
  }
}

TEST_CASE("A character that is cut off is not completed by what lies behind the text") {
  const std::string arrow = "\xE2\x86\x92";
  CHECK(is_utf8(std::string_view(arrow).substr(0, 3)));
  CHECK_FALSE(is_utf8(std::string_view(arrow).substr(0, 2)));
  CHECK_FALSE(is_utf8(std::string_view(arrow).substr(0, 1)));
}

TEST_CASE("Case is ignored for the letters of ASCII and for nothing else") {
  CHECK(equals_ignoring_case("", ""));
  CHECK(equals_ignoring_case("Content-Type", "cONTENT-tYPE"));
  CHECK(equals_ignoring_case("azAZ09", "AZaz09"));
  CHECK_FALSE(equals_ignoring_case("id", "ids"));
  CHECK_FALSE(equals_ignoring_case("ids", "id"));
  CHECK_FALSE(equals_ignoring_case("a", "b"));
  // Neighbours of the letters, which differ by the same bit as the two cases.
  CHECK_FALSE(equals_ignoring_case("@", "`"));
  CHECK_FALSE(equals_ignoring_case("[", "{"));
  CHECK_FALSE(equals_ignoring_case("\xC3\x84", "\xC3\xA4"));
  CHECK_FALSE(equals_ignoring_case("\r", "-"));
}

TEST_CASE("Text is trimmed at both ends of what is blank, and not inside") {
  CHECK(sluice::trimmed(" \ta\t b ") == "a\t b");
  CHECK(sluice::trimmed("a") == "a");
  CHECK(sluice::trimmed(" \t ").empty());
  CHECK(sluice::trimmed("").empty());
  CHECK(sluice::trimmed("\r\n a\r\n", "\r\n") == " a");
  CHECK(sluice::trimmed("a\n") == "a\n");
}

TEST_CASE("A log line shows control bytes and bytes outside ASCII as numbers") {
  CHECK(printable("") == "");
  CHECK(printable("/events?topic=a b~") == "/events?topic=a b~");
  CHECK(printable("a\r\nforged line") == "a\\x0d\\x0aforged line");
  CHECK(printable("\x1B[2J\x7F\0"s) == "\\x1b[2J\\x7f\\x00");
  CHECK(printable("\xC3\xA9\xFF") == "\\xc3\\xa9\\xff");
}

TEST_CASE("A log line cannot be made to show an escape that was none") {
  CHECK(printable("\\x0a") == "\\x5cx0a");
}

TEST_CASE("A log line shows as many bytes as its limit, and an ellipsis for the rest") {
  CHECK(printable("abc", 3) == "abc");
  CHECK(printable("abcd", 3) == "abc…");
  CHECK(printable("\n\n\n", 2) == "\\x0a\\x0a…");
  CHECK(printable("a", 0) == "…");
  CHECK(printable(std::string(200, 'x')) == std::string(200, 'x'));
  CHECK(printable(std::string(201, 'x')) == std::string(200, 'x') + "…");
}
