#include "pages/page.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "answer.hpp"
#include "pages/client_script.hpp"

using namespace sluice;
using sluice::test::contains;
using sluice::test::header;

namespace {

reply page_asked_for(const std::string& accept, const std::string& uri = "/sluice/page") {
  return pages::page(request({{"REQUEST_URI", uri}, {"HTTP_ACCEPT", accept}}, std::string()));
}

}  // namespace

TEST_CASE("The page loads its scripts and style from beside it and nothing from elsewhere") {
  const reply page = pages::page(request());
  CHECK(page.status() == 200);
  CHECK(header(page, "Content-Type") == "text/html; charset=utf-8");
  CHECK(contains(page, "<script src=\"js\" data-events=\"events\"></script>"));
  CHECK(contains(page, "<script src=\"page.js\"></script>"));
  CHECK(contains(page, "<link rel=\"stylesheet\" href=\"page.css\">"));
  CHECK_FALSE(contains(page, "//"));
  CHECK_FALSE(contains(pages::page_style(request()), "url("));
}

TEST_CASE("The page's policy allows its own origin and nothing inline") {
  const reply page = pages::page(request());
  CHECK(header(page, "Content-Security-Policy") ==
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "require-trusted-types-for 'script'");
  for (const char* inlined : {" style=", "<style", " onclick=", " onload=", "<script>"}) {
    CAPTURE(inlined);
    CHECK_FALSE(contains(page, inlined));
  }
}

TEST_CASE("Every field of the page has a name, and new events are announced politely") {
  const reply page = pages::page(request());
  CHECK(contains(page, "<label for=\"send-topic\">Topic</label>"));
  CHECK(contains(page, "<label for=\"send-data\">Message</label>"));
  CHECK(contains(page, "aria-label=\"Topic to follow\""));
  CHECK(contains(page, "id=\"announcer\" class=\"unseen\" role=\"log\" aria-live=\"polite\""));
}

TEST_CASE("The page's script reaches its own origin's routes only, by relative addresses") {
  const reply script = pages::page_script(request());
  CHECK(contains(script, "fetch(\"publish\""));
  CHECK(contains(script, "\"events?\""));
  for (const char* elsewhere : {"http:", "https:", "\"//", "\"/"}) {
    CAPTURE(elsewhere);
    CHECK_FALSE(contains(script, elsewhere));
  }
}

TEST_CASE("The page's script defines each of its parts before the page starts") {
  const std::string script = pages::page_script(request()).body();
  const std::size_t start = script.find("const parts = window.SluicePage;");
  REQUIRE(start != std::string::npos);
  for (const char* part : {"connect", "reasonOf", "show", "startTopics", "offerTopics"}) {
    CAPTURE(part);
    CHECK(script.find("parts." + std::string(part) + " = ") < start);
  }
}

TEST_CASE("The page asked for an event stream only answers 406 and names the event route", "[C2]") {
  const reply answer = page_asked_for("text/event-stream");
  CHECK(answer.status() == 406);
  CHECK(answer.body() == "This is a page, not an event stream; the stream is /sluice/events.\n");
  CHECK(contains(page_asked_for("Text/Event-Stream", "/live/feed/page?a=/b"),
                 "the stream is /live/feed/events.\n"));
}

TEST_CASE("The page is shown to whoever accepts more than an event stream", "[C2]") {
  for (const char* accept :
       {"text/html,application/xhtml+xml,*/*;q=0.8", "*/*", "", "text/html, text/event-stream"}) {
    CAPTURE(accept);
    CHECK(page_asked_for(accept).status() == 200);
  }
}

TEST_CASE("The path in the page's refusal cannot forge a line") {
  const reply answer = page_asked_for("text/event-stream", "/a\x1b[2J\xff/page");
  CHECK(answer.body() ==
        "This is a page, not an event stream; the stream is /a\\x1b[2J\\xff/events.\n");
}

TEST_CASE("The scripts never turn an event's text into HTML or code") {
  for (const reply& script : {pages::client_script(request()), pages::page_script(request())}) {
    CHECK(header(script, "Content-Type") == "text/javascript; charset=utf-8");
    for (const char* sink : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
                             "eval(", "new Function"}) {
      CAPTURE(sink);
      CHECK_FALSE(contains(script, sink));
    }
  }
}
