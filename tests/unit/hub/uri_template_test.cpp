// GCC 12 warns of its own <regex> where a sanitizer looks on (GCC PR 105616).
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include "hub/uri_template.hpp"

#include "random_template.hpp"

#include <cstddef>
#include <random>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::hub::uri_template;

namespace {

struct row {
  std::string text;
  std::vector<std::string> matched;
  std::vector<std::string> unmatched;
};

void check(const std::vector<row>& rows) {
  for (const auto& [text, matched, unmatched] : rows) {
    CAPTURE(text);
    const auto compiled = uri_template::try_compile(text);
    REQUIRE(compiled);
    for (const std::string& topic : matched) {
      CAPTURE(topic);
      CHECK(compiled->matches(topic));
    }
    for (const std::string& topic : unmatched) {
      CAPTURE(topic);
      CHECK_FALSE(compiled->matches(topic));
    }
  }
}

std::string repeated(const std::string& piece, std::size_t limit_bytes) {
  std::string text;
  while (text.size() + piece.size() <= limit_bytes) text += piece;
  return text;
}

}  // namespace

TEST_CASE("A template matches what the deployed hubs match with it") {
  check({
      {"/books/{id}",
       {"/books/1", "/books/", "/books/a,b", "/books/a%2Fb", "/books/%37", "/books/-._~"},
       {"/books/1/2", "/books/a=b", "/books/é", "/books", "/Books/1", "/books/1 ", "/books/1\n",
        "x/books/1", "", "/books/%", "/books/%2", "/books/%zz", "/books/%2%46"}},
      {"{?topic}",
       {"?topic=https%3A%2F%2Fx", "?other=x", "", "?", "?a=b=c,d"},
       {"?topic=https://x", "?a=b&c=d", "topic=x", "??"}},
      {"{/a}{/b}", {"", "/", "//", "/x", "/x/y", "/x/"}, {"/x/y/z", "x", "/x=y", "///"}},
      {"{id:3}", {"", "a", "abc", "abcd", "abcdefghij"}, {"a/b"}},
      {"{scheme}://{+host}/x/{id}.jsonld",
       {"https://example.com/x/1.jsonld", "://h/x/.jsonld", "https://a.b:80/c/d/x/1.jsonld",
        "https://a/x/1.jsonld/x/2.jsonld"},
       {"https://example.com/x/1.json", "https://example.com/y/1.jsonld",
        "https://example.com/x/1/2.jsonld"}},
      {"https://symfony.com/ux-turbo/App%5CEntity%5CBook/{id}",
       {"https://symfony.com/ux-turbo/App%5CEntity%5CBook/1"},
       {"https://symfony.com/ux-turbo/App\\Entity\\Book/1",
        "https://symfony.com/ux-turbo/App%5cEntity%5cBook/1"}},
      {"https://example.com/users/foo/{?topic}",
       {"https://example.com/users/foo/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1",
        "https://example.com/users/foo/"},
       {"https://example.com/users/foo", "https://example.com/users/foo/?topic=https://x"}},
  });
}

TEST_CASE("Every operator has its first sign, its separator and its characters") {
  check({
      {"{a}", {"", "x", "x,y", "%41"}, {"=", "/", "+", "é", "x y"}},
      {"{a,b}", {"", "x", "x,y", "x,y,z"}, {"x=y"}},
      {"{+a}", {"", "!#$&'()*+,/:;=?@[]", "x/y?z=1", "%e9"}, {"é", "<", "%", " ", "{", "|"}},
      {"{#a}", {"", "#", "#x/y", "#x#y"}, {"x", "/#x"}},
      {"{#a,b}", {"#x,y", "#,"}, {"x,y"}},
      {"{.a}", {"", ".", ".x", ".x.y"}, {"x", ".x=y", ".x/y"}},
      {"{.a,b}", {".x.y", "..", ".x.y.z"}, {"x.y"}},
      {"{/a}", {"", "/", "/x"}, {"x", "/x/y", "/x=y"}},
      {"{/a,b}", {"/x/y", "/x", "/x/"}, {"/x/y/z"}},
      {"{;a}", {"", ";", ";a=1", ";x"}, {"a=1", ";a=1;b=2", ";a/"}},
      {"{;a,b}", {";a=1;b=2", ";"}, {";a;b;c"}},
      {"{?a}", {"", "?", "?a=1"}, {"&a=1", "?a=1&b=2", "?a?"}},
      {"{?a,b}", {"?a=1&b=2", "?&"}, {"?a&b&c", "?a?b"}},
      {"{&a}", {"", "&", "&a=1"}, {"?a=1", "&a=1&b=2"}},
      {"{&a,b}", {"&a=1&b=2"}, {"&a&b&c"}},
  });
}

TEST_CASE("An exploded variable takes any number of items, with names") {
  check({
      {"{a*}", {"", "x", "x=1,y=2", ",,,", "="}, {"x/y"}},
      {"{/a*}", {"", "/", "/x/y/z", "////", "/x=1/y=2"}, {"x", "/x?"}},
      {"{/a*}/end", {"/end", "/x/end", "/x/y/end", "/end/end"}, {"/x", "/end/x", "end"}},
      {"{.a*}", {".x.y=z"}, {"x"}},
      {"{;a*}", {";x=1;y;z=3"}, {";x&y"}},
      {"{?a*}", {"?x=1&y=2&z=3", "?&&"}, {"?x?y", "x"}},
      {"{&a*}", {"&x=1&y=2"}, {"?x"}},
      {"{+a*}", {"x/y,z"}, {"é"}},
      // Only what follows the first item may have a name when a later variable is exploded.
      {"{/a,b*}", {"/x/y=1/z=2", "/x"}, {"/x=1", "/x=1/y=2"}},
      {"{a,b*}", {"x,y=1,z=2"}, {"x=1"}},
      {"{/a*,b}", {"/x=1/y=2/z"}, {}},
  });
}

TEST_CASE("Expressions side by side may each be left out") {
  check({
      {"{a}{b}", {"", "x", "xy"}, {"/"}},
      {"{/a}{?b}{#c}",
       {"", "/x", "?y=1", "#z", "/x?y=1#z", "/x#z", "?y=1#z", "#z?y"},
       {"?y/x", "/x#é"}},
      {"{.a}{/b}-{/c}{.d}", {"-", ".x/y-/z.w", "/y-.w", ".x-/z"}, {"", "/y.x/-", "-.w/z"}},
      {"a{x}{/y}b", {"ab", "axb", "a/yb", "ax/yb", "abb"}, {"a", "b", "a/y/b", "ax/"}},
      {"{+a}{/b}c", {"c", "cc", "x/yc", "/c"}, {"", "cd"}},
  });
}

TEST_CASE("A literal matches its own bytes only") {
  check({
      {"", {""}, {"x"}},
      {"/plain", {"/plain"}, {"/plai", "/plain/", "/PLAIN"}},
      {"(a)*.$+{x}", {"(a)*.$+", "(a)*.$+1"}, {"a", "aa.$", "(a)x"}},
      {"/%2F{a}", {"/%2F", "/%2Fx"}, {"//", "/%2f", "/%2"}},
      {"{a}%2F", {"%2F", "x%2F", "%2F%2F", "%41%2F"}, {"/", "%2f", "%2", "%2F%2", "%2F%4"}},
      {"{a}%2Fb{c}", {"%2Fb", "%2Fb%2Fb", "%2F%2Fbc"}, {"%2F", "b", "%2F%b"}},
      {"{x}é'", {"é'", "1é'"}, {"e\xCC\x81'", "é"}},
      {"{x}41", {"41", "4141", "%4141"}, {"%41", "%4"}},
  });
}

TEST_CASE("A template may have 1024 bytes and no more") {
  const std::string literal(uri_template::max_bytes - 3, 'x');
  CHECK(uri_template::try_compile(literal + "{a}"));
  CHECK_FALSE(uri_template::try_compile(literal + "x{a}"));
}

TEST_CASE("States in the last word match like those in the first") {
  for (std::size_t length = 1; length <= 200; ++length) {
    CAPTURE(length);
    // The optional parts begin and end at every place in a word, and lie across borders.
    const std::string middle(length, 'm');
    const auto compiled = uri_template::try_compile("{/a}" + middle + "{/b,c}{;d*}{.e}!");
    REQUIRE(compiled);
    CHECK(compiled->matches(middle + "!"));
    CHECK(compiled->matches("/x" + middle + "/y/%7Az;d=1;f;g.h!"));
    CHECK(compiled->matches("/x" + middle + ";;;.!"));
    CHECK(compiled->matches(middle + ".!"));
    CHECK_FALSE(compiled->matches("/x" + middle + "/y/z/w!"));
    CHECK_FALSE(compiled->matches("/x" + middle + ".h;d!"));
    CHECK_FALSE(compiled->matches("/x" + middle + "n!"));
    CHECK_FALSE(compiled->matches("/x" + middle));
  }
}

TEST_CASE("A run of expressions over many words is left out as a whole, in part or not at all") {
  constexpr std::size_t most = 150;
  std::string text = "a{x}";
  for (std::size_t count = 0; count < most; ++count) text += "{/b}";
  const auto compiled = uri_template::try_compile(text + "!");
  REQUIRE(compiled);
  REQUIRE(compiled->state_words() > 3);
  for (std::size_t slashes = 0; slashes <= most + 10; ++slashes) {
    CAPTURE(slashes);
    CHECK(compiled->matches("a" + std::string(slashes, '/') + "!") == (slashes <= most));
  }
}

TEST_CASE("No template and no topic costs more than a few words a byte") {
  constexpr std::size_t most_words = 17;
  const std::vector<std::string> pieces = {
      "{a}",  "{b*}",   "{+a}",    "{+a*}", "{/a}",       "{/a*}",      "{#a}",
      "{.a}", "{;a}",   "{?a*}",   "{&a}",  "{a,b}",      "{/a,b,c,d}", "{a}{+b}",
      "x{a}", "{a}%41", "{a}{/b}", "{a}x",  "{+a}{+b}xy", "{a,b*}"};
  std::vector<std::string> texts;
  for (const std::string& piece : pieces) texts.push_back(repeated(piece, uri_template::max_bytes));
  // One expression with more than five hundred variables.
  texts.push_back("{a" + repeated(",a", uri_template::max_bytes - 3) + "}");
  texts.push_back("{/a*" + repeated(",a", uri_template::max_bytes - 5) + "}");
  const std::vector<std::string> topic_pieces = {"x", "a,", "%41", "/", "=", "x%41", "?a=b&", "%"};

  for (const std::string& text : texts) {
    CAPTURE(text);
    const auto compiled = uri_template::try_compile(text);
    REQUIRE(compiled);
    CHECK(compiled->state_words() <= most_words);
    for (const std::string& piece : topic_pieces) {
      for (const std::size_t size_bytes : {std::size_t{1024}, std::size_t{4096}}) {
        // What cannot be matched at the very end is what makes a backtracking matcher try all.
        const std::string topic = repeated(piece, size_bytes) + "\x01";
        const auto outcome = compiled->run_on(topic);
        CHECK_FALSE(outcome.has_matched);
        CHECK(outcome.steps <= topic.size() * compiled->state_words());
      }
    }
  }
}

TEST_CASE("A topic with another beginning costs nothing") {
  const auto compiled = uri_template::try_compile("https://example.com/books/{id}");
  REQUIRE(compiled);
  CHECK(compiled->run_on("https://example.com/users/1").steps == 0);
  CHECK(compiled->run_on("https://example.com/books/17").steps == 2);
  CHECK(compiled->state_words() == 1);
}

TEST_CASE("Random templates match what their regular expression matches") {
  std::mt19937 random(20260729);
  std::size_t matched = 0;
  std::size_t unmatched = 0;
  for (int round = 0; round < 2000; ++round) {
    random_template made(random);
    const auto compiled = uri_template::try_compile(made.text());
    REQUIRE(compiled);
    const std::regex oracle(made.pattern(), std::regex::ECMAScript | std::regex::nosubs);
    for (int count = 0; count < 10; ++count) {
      const std::string topic = made.topic();
      const bool is_expected = std::regex_match(topic, oracle);
      ++(is_expected ? matched : unmatched);
      if (compiled->matches(topic) != is_expected) {
        FAIL(made.text() << " on " << topic << " should be " << is_expected);
      }
    }
  }
  // Both answers are tried often enough.
  CHECK(matched > 4000);
  CHECK(unmatched > 4000);
}
