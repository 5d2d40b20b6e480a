#include "pages/status.hpp"

#include <cstddef>
#include <string>

#include <catch2/catch.hpp>

#include "answer.hpp"
#include "pages/page.hpp"

using namespace sluice;
using sluice::test::contains;
using sluice::test::header;

namespace {

// What was written here: the library and its licence come first.
std::string own_script() {
  const std::string all = pages::status_script(request()).body();
  const std::size_t start = all.find("// Reads the stream of topics");
  REQUIRE(start != std::string::npos);
  return all.substr(start);
}

}  // namespace

TEST_CASE("The status page loads its script and style from beside it and nothing from elsewhere") {
  const reply page = pages::status(request());
  CHECK(page.status() == 200);
  CHECK(header(page, "Content-Type") == "text/html; charset=utf-8");
  CHECK(contains(page, "<script src=\"status.js\"></script>"));
  CHECK(contains(page, "<link rel=\"stylesheet\" href=\"status.css\">"));
  CHECK_FALSE(contains(page, "//"));
  CHECK_FALSE(contains(pages::status_style(request()), "url("));
  CHECK_FALSE(contains(pages::status_style(request()), "@import"));
}

TEST_CASE("The status page has the policy of the other page, and nothing inline") {
  const reply page = pages::status(request());
  const std::string policy = header(page, "Content-Security-Policy");
  CHECK(policy.find("default-src 'none'; script-src 'self'; style-src 'self'") == 0);
  CHECK(policy == header(pages::page(request()), "Content-Security-Policy"));
  CHECK(header(page, "Referrer-Policy") == "no-referrer");
  for (const char* inlined : {" style=", "<style", " onclick=", " onload=", "<script>"}) {
    CAPTURE(inlined);
    CHECK_FALSE(contains(page, inlined));
  }
}

TEST_CASE("The status page has no field: a token is never typed into it") {
  const reply page = pages::status(request());
  CHECK_FALSE(contains(page, "<form"));
  CHECK_FALSE(contains(page, "<textarea"));
  CHECK_FALSE(contains(page, "type=\"password\""));
  CHECK_FALSE(contains(page, "type=\"text\""));
  CHECK(contains(page, "<input id=\"look-back\" type=\"range\""));
}

TEST_CASE("The status page's script brings the chart library with its licence") {
  const reply script = pages::status_script(request());
  CHECK(header(script, "Content-Type") == "text/javascript; charset=utf-8");
  CHECK(script.body().find("/*\nThe MIT License (MIT)\n\nCopyright (c) 2022 Leon Sorokin\n") == 0);
  CHECK(contains(script, "var uPlot=function(){"));
}

TEST_CASE("The status page's script defines each of its parts before the page starts") {
  const std::string script = own_script();
  const std::size_t start = script.find("const parts = window.SluiceStatus;");
  REQUIRE(start != std::string::npos);
  for (const char* part :
       {"connect", "units", "quantile", "createRecord", "createCharts", "showTables"}) {
    CAPTURE(part);
    CHECK(script.find("parts." + std::string(part) + " = ") < start);
  }
}

TEST_CASE("The status page's script asks its own origin only, by a relative address") {
  const std::string script = own_script();
  CHECK(script.find("url: \"status/events\"") != std::string::npos);
  for (const char* elsewhere : {"http:", "https:", "\"//", "\"/"}) {
    CAPTURE(elsewhere);
    CHECK(script.find(elsewhere) == std::string::npos);
  }
}

TEST_CASE("No script of the status page turns text into HTML or code") {
  for (const char* sink : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
                           "eval(", "new Function"}) {
    CAPTURE(sink);
    CHECK_FALSE(contains(pages::status_script(request()), sink));
  }
}
