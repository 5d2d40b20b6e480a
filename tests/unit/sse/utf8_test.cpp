#include "sse/utf8.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace {

std::string decoded(std::string_view bytes) {
  std::string text;
  sluice::sse::append_utf8_decoded(text, bytes);
  return text;
}

}  // namespace

TEST_CASE("Each maximal part that is not well-formed becomes one replacement character") {
  struct row {
    std::string name;
    std::string bytes;
    std::string text;
  };
  // The Unicode Standard, 3.9, tables 3-8 to 3-11, and the borders of the ranges.
  const std::vector<row> rows = {
      {"overlong forms", "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", "��������A"},
      {"surrogates", "\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", "��������A"},
      {"above the last code point", "\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", "�����A��B"},
      {"cut off sequences", "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", "����A"},
      {"three of four bytes at the end", "x\xF0\x9F\x98", "x�"},
      {"two of three bytes at the end", "x\xE2\x86", "x�"},
      {"one of two bytes at the end", "x\xC3", "x�"},
      {"a byte between characters", "é\xFF→", "é�→"},
      {"continuations alone", "\x80\x80", "��"},
  };
  for (const auto& [name, bytes, text] : rows) {
    INFO(name);
    CHECK(decoded(bytes) == text);
  }
}

TEST_CASE("Well-formed text comes through as it is, and behind what was there") {
  std::string text = "before ";
  sluice::sse::append_utf8_decoded(text, "\xEF\xBB\xBF é→😀 U+10FFFF \xF4\x8F\xBF\xBF");
  CHECK(text == "before \xEF\xBB\xBF é→😀 U+10FFFF \xF4\x8F\xBF\xBF");
  CHECK(decoded("") == "");
}
