#include "sse/line_break.hpp"

#include <string>

#include <catch2/catch.hpp>

using sluice::sse::find_line_break;

TEST_CASE("The first CR or LF is found at every place of the eight-byte steps") {
  for (const char wanted : {'\r', '\n'}) {
    for (std::size_t before = 0; before < 40; ++before) {
      for (std::size_t after = 0; after < 20; ++after) {
        std::string text = std::string(before, 'x') + wanted + std::string(after, 'y');
        CHECK(find_line_break(text) == before);
        text += "\r\n";
        CHECK(find_line_break(text) == before);
      }
    }
  }
}

TEST_CASE("Only CR and LF end a line") {
  std::string others;
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != '\r' && byte != '\n') others += static_cast<char>(byte);
  }
  for (std::size_t from = 0; from < others.size(); ++from) {
    CHECK(find_line_break(std::string_view(others).substr(from)) == std::string_view::npos);
    CHECK(find_line_break(others.substr(from) + "\n") == others.size() - from);
  }
  CHECK(find_line_break("") == std::string_view::npos);
}

TEST_CASE("What lies behind the text is not looked at") {
  const std::string text = "seven..\n........\r";
  CHECK(find_line_break(std::string_view(text).substr(0, 7)) == std::string_view::npos);
  CHECK(find_line_break(std::string_view(text).substr(8, 8)) == std::string_view::npos);
}
