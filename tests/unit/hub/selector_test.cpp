#include "hub/selector.hpp"

#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include <catch2/catch.hpp>

using sluice::hub::selector;
using sluice::hub::uri_template;

TEST_CASE("A text is one topic, a template or everything") {
  struct row {
    std::string text;
    selector::kind what;
  };
  const std::vector<row> rows = {
      {"*", selector::kind::everything},
      {"/o/{id}", selector::kind::pattern},
      {"{+all}", selector::kind::pattern},
      {"", selector::kind::exact},
      {"/o/7", selector::kind::exact},
      {"**", selector::kind::exact},
      {"/o/*", selector::kind::exact},
      {"raw string, not an IRI", selector::kind::exact},
      {"/o/{book-id}", selector::kind::exact},
      {"/o/{", selector::kind::exact},
      {"/o/ {id}", selector::kind::exact},
      {std::string(uri_template::max_bytes, 'x') + "{id}", selector::kind::exact},
  };
  for (const auto& [text, what] : rows) {
    CAPTURE(text);
    const selector made(text);
    CHECK(made.what() == what);
    CHECK(made.is_exact() == (what == selector::kind::exact));
    CHECK(made.text() == text);
    // Whatever it is, it matches itself as a string.
    CHECK(made.matches(text));
  }
}

TEST_CASE("A text without a brace is not compiled, although it is a valid template") {
  for (const std::string text : {"/o/7", "https://example.com/books/1", ""}) {
    CAPTURE(text);
    REQUIRE(uri_template::try_compile(text));
    CHECK(selector(text).is_exact());
  }
}

TEST_CASE("An exact selector matches its own text and nothing else") {
  for (const std::string text : {"/o/7", "", "/o/{book-id}", "/o/{", "a.c", "/o/*"}) {
    const selector made(text);
    for (const std::string topic : {"/o/7", "", "/o/{book-id}", "/o/{", "abc", "a.c", "/o/x",
                                    "/o/7/", "/O/7", "/o/%37", "/o/*", "*", "/o/"}) {
      CAPTURE(text, topic);
      CHECK(made.matches(topic) == (text == topic));
    }
  }
}

TEST_CASE("The star matches everything, and only alone") {
  for (const std::string topic : {"", "*", "/o/7", "\xFF", "anything at all {"}) {
    CAPTURE(topic);
    CHECK(selector("*").matches(topic));
    CHECK_FALSE(selector("/*").matches(topic));
  }
}

TEST_CASE("A template matches its own text although the template itself does not") {
  const std::string text = "https://example.com/books/{id}";
  REQUIRE_FALSE(uri_template::try_compile(text)->matches(text));
  CHECK(selector(text).matches(text));
  CHECK(selector(text).matches("https://example.com/books/1"));
  CHECK_FALSE(selector(text).matches("https://example.com/books/{other}"));
}

TEST_CASE("[H8] No selector is taken as a regular expression") {
  for (const std::string text : {".*", "/o/.*", "/o/[0-9]+", "^/o/7$", "/o/(7|8)", "/o/7?",
                                 "/o/\\d", "(a+)+$", "/o/.{id}"}) {
    CAPTURE(text);
    CHECK_FALSE(selector(text).matches("/o/7"));
    CHECK_FALSE(selector(text).matches("/o/"));
    CHECK_FALSE(selector(text).matches("aaaa"));
  }
}

TEST_CASE("A selector compares, orders and hashes by its text") {
  const selector one("/o/{id}");
  const selector same("/o/{id}");
  // It matches the same topics, and is another selector all the same.
  const selector other("/o/{ID}");
  CHECK(one == same);
  CHECK(one != other);
  CHECK(other < one);
  CHECK(std::hash<selector>()(one) == std::hash<selector>()(same));
  CHECK(std::hash<selector>()(one) == std::hash<std::string>()("/o/{id}"));
  const std::unordered_set<selector> set = {one, same, other};
  CHECK(set.size() == 2);
}

TEST_CASE("A copy matches after its original is gone") {
  auto original = std::make_unique<selector>("/o/{id}");
  const selector copy = *original;
  original.reset();
  CHECK(copy.matches("/o/7"));
  CHECK_FALSE(copy.matches("/o/7/8"));
}
