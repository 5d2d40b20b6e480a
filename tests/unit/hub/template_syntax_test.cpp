#include "hub/template_syntax.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::hub::item_text;
using sluice::hub::template_expression;
using sluice::hub::template_part;
using sluice::hub::try_parse_template;

TEST_CASE("What is not a valid template is not parsed") {
  const std::vector<std::string> texts = {
      // Literals.
      " {a}", "\"{a}", "<{a}", ">{a}", "\\{a}", "^{a}", "`{a}", "|{a}", "}{a}", "a}", "\x01{a}",
      "\x7F{a}", "{a}\n", "%{a}", "%2{a}", "%zz{a}", "{a}%", "{a}%4", "{a}%g1", "\xC2\x80{a}",
      "\xEF\xB7\x90{a}", "\xEF\xBF\xBD{a}", "\xF0\x9F\xBF\xBE{a}", "\xF3\xA0\x80\x81{a}",
      // Not UTF-8.
      "\xC3{a}", "\xFF{a}", "\xED\xA0\x80{a}", "\xC0\xAF{a}",
      // Operators that are kept for later.
      "{=a}", "{,a}", "{!a}", "{@a}", "{|a}",
      // Names.
      "{}", "{+}", "{a,}", "{,}", "{a,,b}", "{.}", "{+.a}", "{a.}", "{a..b}", "{a.,b}", "{..a}",
      "{book-id}", "{a b}", "{a/b}", "{é}", "{a%}", "{a%2}", "{a%zz}", "{$a}", "{a=b}",
      // Lengths and modifiers.
      "{a:}", "{a:0}", "{a:01}", "{a:10000}", "{a:-1}", "{a:x}", "{a:3x}", "{a:3*}", "{a*:3}",
      "{a**}", "{*}", "{:3}", "{a:1 }",
      // Braces.
      "{", "{a", "{+", "{a,", "{a:", "{a:1", "{a*", "{{a}}", "{a{b}}", "x{a}{"};
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK_FALSE(try_parse_template(text).has_value());
  }
}

TEST_CASE("What looks unusual may be a valid template") {
  const std::vector<std::string> texts = {"{a:1}",
                                          "{a:9999}",
                                          "{a:10,b:20}",
                                          "{a.b}",
                                          "{a.b.c*}",
                                          "{_}",
                                          "{0}",
                                          "{%41}",
                                          "{a%2Fb}",
                                          "{%2F.x}",
                                          "{.a}",
                                          "{+a:3}",
                                          "'{a}",
                                          "!#$&()*+,/:;=?@[]_~{a}",
                                          "\xC2\xA0{a}",
                                          "\xEE\x80\x80{a}",
                                          "\xF0\x9F\x98\x80{a}",
                                          "\xF4\x8F\xBF\xBD{a}",
                                          "\xEF\xBF\xAF{a}",
                                          "{a,a,a}",
                                          "{?a*,b:3,c}"};
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(try_parse_template(text).has_value());
  }
}

TEST_CASE("A template is its literals and what its expressions match") {
  const auto parts = try_parse_template("/a%2F{b}{+c,d}é{?e,f*}");
  REQUIRE(parts.has_value());
  const std::vector<template_part> expected = {
      std::string("/a%2F"),
      template_expression{{}, ',', item_text::unreserved, item_text::unreserved, 0},
      template_expression{{}, ',', item_text::with_reserved, item_text::with_reserved, 1},
      std::string("é"),
      template_expression{'?', '&', item_text::with_equals, item_text::with_equals, {}},
  };
  CHECK((*parts == expected));
}

TEST_CASE("An exploded variable gives names to the items it may stand for") {
  const auto all = try_parse_template("{/a*,b}");
  const auto others = try_parse_template("{/a:3,b*}");
  REQUIRE(all.has_value());
  REQUIRE(others.has_value());
  CHECK((*all == std::vector<template_part>{template_expression{
                     '/', '/', item_text::with_equals, item_text::with_equals, {}}}));
  CHECK((*others == std::vector<template_part>{template_expression{
                        '/', '/', item_text::unreserved, item_text::with_equals, {}}}));
}

TEST_CASE("An empty text is a template without parts") {
  REQUIRE(try_parse_template("").has_value());
  CHECK(try_parse_template("")->empty());
}
