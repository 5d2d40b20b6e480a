#include "pages/client_script.hpp"

#include <string>
#include <utility>

#include <catch2/catch.hpp>

#include "answer.hpp"

using namespace sluice;
using sluice::test::header;

namespace {

// nginx/sluice.conf compresses nothing, so these are what travels. An e2e test holds the compressed
// size, which a site's own copy has.
constexpr std::size_t largest_script_bytes = 18 * 1024;

reply asked_for(const std::string& uri, const std::string& if_none_match = {}) {
  fields variables{{"REQUEST_URI", uri}};
  if (!if_none_match.empty()) variables.emplace_back("HTTP_IF_NONE_MATCH", if_none_match);
  return pages::client_script(request(variables, std::string()));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

const std::string plain_address = "/sluice/js";

std::string version() {
  const std::string tag = header(asked_for(plain_address), "ETag");
  return tag.substr(1, tag.size() - 2);
}

}  // namespace

TEST_CASE("The script is revalidated where its address names no version") {
  const reply answer = asked_for(plain_address);
  CHECK(answer.status() == 200);
  CHECK(header(answer, "Content-Type") == "text/javascript; charset=utf-8");
  CHECK(header(answer, "Cache-Control") == "no-cache");
  CHECK(version().size() == 16);
  CHECK(version().find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("The script of its own version is kept for a year") {
  const reply answer = asked_for(plain_address + "?v=" + version());
  CHECK(answer.status() == 200);
  CHECK(header(answer, "Cache-Control") == "public, max-age=31536000, immutable");
  CHECK(answer.body() == asked_for(plain_address).body());
}

TEST_CASE("An address of another version gets the present script, to be revalidated") {
  for (const char* query : {"?v=0123456789abcdef", "?v=", "?v", "?w=1"}) {
    CAPTURE(query);
    const reply answer = asked_for(plain_address + query);
    CHECK(answer.status() == 200);
    CHECK(header(answer, "Cache-Control") == "no-cache");
  }
}

TEST_CASE("Who holds the version is not sent it again") {
  const std::string tag = '"' + version() + '"';
  for (const std::string& held : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    CAPTURE(held);
    const reply answer = asked_for(plain_address, held);
    CHECK(answer.status() == 304);
    CHECK(answer.body().empty());
    CHECK(header(answer, "ETag") == tag);
    CHECK(header(answer, "Cache-Control") == "no-cache");
  }
  for (const std::string& held : {std::string("\"x\""), version(), std::string("\"\"")}) {
    CAPTURE(held);
    CHECK(asked_for(plain_address, held).status() == 200);
  }
}

TEST_CASE("The script is small, and has a scope of its own") {
  const std::string script = asked_for(plain_address).body();
  CHECK(script.size() < largest_script_bytes);
  CHECK(contains(script, "\n(function () {\n\"use strict\";\n"));
  CHECK(contains(script, "\nwindow.Sluice = { connect: connect };\n"));
  CHECK(script.substr(script.size() - 7) == "\n})();\n");
}

TEST_CASE("The script is served without its comments, and code that looks like one is whole") {
  const std::string script = asked_for(plain_address).body();
  CHECK_FALSE(contains(script, "\n//"));
  CHECK_FALSE(contains(script, "\n "));
  // Text over several lines would lose its own indentation.
  CHECK_FALSE(contains(script, "`"));
  CHECK_FALSE(contains(script, "/*"));
}

TEST_CASE("The script has no address of its own but that of the route beside it") {
  const std::string script = asked_for(plain_address).body();
  CHECK(contains(script, "\"events\""));
  for (const char* elsewhere : {"http:", "https:", "\"//", "\"/", "import(", "eval("}) {
    CAPTURE(elsewhere);
    CHECK_FALSE(contains(script, elsewhere));
  }
}
