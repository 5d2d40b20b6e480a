#include "mercure/name.hpp"

#include <string>

#include <catch2/catch.hpp>

using sluice::mercure::has_control_character;
using sluice::mercure::quoted;

TEST_CASE("Control characters are those of Unicode, and no part of another character is one") {
  for (int byte = 0; byte < 0x80; ++byte) {
    CAPTURE(byte);
    const std::string text = std::string("a") + static_cast<char>(byte) + "b";
    CHECK(has_control_character(text) == (byte < 0x20 || byte == 0x7F));
  }
  for (int last = 0x80; last < 0xC0; ++last) {
    CAPTURE(last);
    const std::string tail(1, static_cast<char>(last));
    CHECK(has_control_character("a\xC2" + tail) == (last < 0xA0));
    CHECK_FALSE(has_control_character("\xC3" + tail));
    CHECK_FALSE(has_control_character("\xE2\x82" + tail));
  }
  CHECK_FALSE(has_control_character(""));
  CHECK_FALSE(has_control_character("👩‍💻 é"));
}

TEST_CASE("What is quoted fits into a line of a log") {
  CHECK(quoted("a\r\nb\"\\") == "\"a\\x0d\\x0ab\"\\x5c\"");
  CHECK(quoted("é") == "\"\\xc3\\xa9\"");
  CHECK(quoted(std::string(120, 'x')) == '"' + std::string(120, 'x') + '"');
  CHECK(quoted(std::string(121, 'x')) == '"' + std::string(120, 'x') + "…\"");
}
