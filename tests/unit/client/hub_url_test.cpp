#include "client/hub_url.hpp"

#include <string>

#include <catch2/catch.hpp>

using sluice::client::hub_url;

namespace {

std::string text_of(const std::string& from) {
  const auto read = hub_url::try_parse(from);
  return read ? read->text() : "";
}

std::string problem_of(const std::string& from) {
  const auto read = hub_url::try_parse(from);
  return read ? "" : read.error().sentence;
}

}  // namespace

TEST_CASE("A URL without a path gets the hub's, one with a path is taken as it is") {
  CHECK(text_of("https://e.com") == "https://e.com/.well-known/mercure");
  CHECK(text_of("http://e.com:8080?a=b") == "http://e.com:8080/.well-known/mercure?a=b");
  CHECK(text_of("http://e.com/") == "http://e.com/");
  CHECK(text_of("HTTPS://[::1]:9/sluice/events?x") == "HTTPS://[::1]:9/sluice/events?x");
  CHECK(hub_url::local().text() == "http://localhost/.well-known/mercure");
}

TEST_CASE("Topics are added to the query, encoded") {
  const auto url = hub_url::try_parse("http://e.com/h").value();
  CHECK(url.with_topics({"a/{b}", "c d&e"}).target() == "/h?topic=a%2F%7Bb%7D&topic=c%20d%26e");
  CHECK(url.with_topics({}).target() == "/h");
  const auto asked = hub_url::try_parse("http://e.com:1/h?x=1").value().with_topics({"t"});
  CHECK(asked.target() == "/h?x=1&topic=t");
  CHECK(asked.host() == "e.com:1");
}

TEST_CASE("What is no URL of a hub is refused, and passwords are not repeated", "[H7]") {
  using Catch::Contains;
  CHECK_THAT(problem_of("ftp://e.com"), Contains("https://"));
  CHECK_THAT(problem_of("e.com"), Contains("https://"));
  CHECK_THAT(problem_of("https://"), Contains("no host"));
  CHECK_THAT(problem_of("https:///x"), Contains("no host"));
  CHECK_THAT(problem_of("https://e.com/a b"), Contains("no spaces"));
  CHECK_THAT(problem_of("https://e.com/\n"), Contains("no spaces"));
  CHECK_THAT(problem_of("https://e.com/#x"), Contains("fragment"));
  CHECK_THAT(problem_of("https://me:secret@e.com/"), Contains("password") && !Contains("secret"));
  CHECK(hub_url::try_parse("https://e.com/?authorization=eyJ.a.b")->shown() ==
        "https://e.com/?authorization=***");
}
