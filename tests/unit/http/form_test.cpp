#include "http/form.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::fields;
using sluice::http::is_form_content_type;
using sluice::http::parse_form;
using sluice::http::percent_decode;
using sluice::http::percent_encode_component;

TEST_CASE("A form is parsed as the URL Standard does it") {
  struct row {
    std::string text;
    fields pairs;
  };
  const std::vector<row> rows = {
      {"", {}},
      {"a=b", {{"a", "b"}}},
      {"a=b&c=d&a=e", {{"a", "b"}, {"c", "d"}, {"a", "e"}}},
      {"a", {{"a", ""}}},
      {"a=", {{"a", ""}}},
      {"=a", {{"", "a"}}},
      {"=", {{"", ""}}},
      {"&&a=b&&", {{"a", "b"}}},
      {"a=b=c", {{"a", "b=c"}}},
      {"a=b;c=d", {{"a", "b;c=d"}}},
      {"a+b=c+d", {{"a b", "c d"}}},
      {"a%2Bb=%2b", {{"a+b", "+"}}},
      {"a%3Db=%26", {{"a=b", "&"}}},
      {"%E2%86%92=%e2%86%92", {{"→", "→"}}},
      {"a=%", {{"a", "%"}}},
      {"a=%4", {{"a", "%4"}}},
      {"a=%zz%41", {{"a", "%zzA"}}},
      {"a=%%41", {{"a", "%A"}}},
      {"a=%+1", {{"a", "% 1"}}},
      {"a=%00b", {{"a", std::string("\0b", 2)}}},
      {"a=\xFF%ff", {{"a", "\xFF\xFF"}}},
      {"?a=b", {{"?a", "b"}}},
  };
  for (const auto& [text, pairs] : rows) {
    CAPTURE(text);
    CHECK(parse_form(text) == pairs);
  }
}

TEST_CASE("[H8] A topic is decoded once: a %2F inside it stays") {
  CHECK(parse_form("topic=%2Fo%2Fa%252Fb") == fields{{"topic", "/o/a%2Fb"}});
}

TEST_CASE("Percent-decoding leaves a plus sign and a stray percent sign alone") {
  CHECK(percent_decode("a+b%20c") == "a+b c");
  CHECK(percent_decode("100%") == "100%");
  CHECK(percent_decode("%2") == "%2");
  CHECK(percent_decode("%g0%0g") == "%g0%0g");
  CHECK(percent_decode("%7e%7E") == "~~");
}

TEST_CASE("A component is encoded with the set of encodeURIComponent") {
  CHECK(percent_encode_component("AZaz09-_.!~*'()") == "AZaz09-_.!~*'()");
  CHECK(percent_encode_component(" \"#$%&+,/:;<=>?@[\\]^`{|}") ==
        "%20%22%23%24%25%26%2B%2C%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D");
  CHECK(percent_encode_component("→") == "%E2%86%92");
  CHECK(percent_encode_component("\x7F\n") == "%7F%0A");
}

TEST_CASE("Every byte comes back from the form it was encoded into") {
  for (int value = 0; value < 256; ++value) {
    const std::string text(3, static_cast<char>(value));
    const auto pairs =
        parse_form(percent_encode_component(text) + "=" + percent_encode_component(text));
    CAPTURE(value);
    CHECK(pairs == fields{{text, text}});
  }
}

TEST_CASE("A form is known by its media type alone") {
  struct row {
    std::string content_type;
    bool is_form;
  };
  const std::vector<row> rows = {
      {"application/x-www-form-urlencoded", true},
      {"Application/X-WWW-Form-URLEncoded", true},
      {"application/x-www-form-urlencoded;charset=utf-8", true},
      {" application/x-www-form-urlencoded \t; charset=UTF-8", true},
      {"", false},
      {";", false},
      {" ", false},
      {"application/x-www-form-urlencoded2", false},
      {"application/json; a=application/x-www-form-urlencoded", false},
      {"multipart/form-data", false},
  };
  for (const auto& [content_type, is_form] : rows) {
    CAPTURE(content_type);
    CHECK(is_form_content_type(content_type) == is_form);
  }
}
