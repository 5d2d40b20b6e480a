#include "pages/page.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace sluice;

namespace {

std::string header(const reply& of, const std::string& name) {
  for (const auto& [each, value] : of.headers()) {
    if (each == name) return value;
  }
  return "";
}

}  // namespace

TEST_CASE("The page loads its script and style from beside it and nothing from elsewhere") {
  const reply page = pages::page(request());
  CHECK(page.status() == 200);
  CHECK(page.body().find("<script src=\"js\">") != std::string::npos);
  CHECK(page.body().find("//") == std::string::npos);
  CHECK(page.body().find("style=") == std::string::npos);
  CHECK(header(page, "Content-Security-Policy").find("unsafe-inline") == std::string::npos);
  CHECK(header(page, "Content-Security-Policy").find("default-src 'none'") == 0);
}

TEST_CASE("[C2] The page asked for an event stream answers 406 and names the events route") {
  const reply answer = pages::page(request({{"HTTP_ACCEPT", "text/event-stream"}}, std::string()));
  CHECK(answer.status() == 406);
  CHECK(answer.body().find("events") != std::string::npos);
}

TEST_CASE("The scripts never turn an event's text into HTML") {
  for (const reply& script : {pages::client_script(request()), pages::page_script(request())}) {
    CHECK(header(script, "Content-Type") == "text/javascript; charset=utf-8");
    CHECK(script.body().find("innerHTML") == std::string::npos);
    CHECK(script.body().find("eval") == std::string::npos);
  }
}
