#include "pages/page.hpp"

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "pages/assets.hpp"

namespace sluice::pages {
namespace {

// Everything comes from the page's own origin, and nothing inline runs: text of an event that looks
// like markup stays text, whatever a bug does with it.
constexpr const char* security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'";

reply asset(const char* content_type, std::string_view bytes) {
  return reply(200, content_type, std::string(bytes)).header("Cache-Control", "no-cache");
}

// EventSource accepts this type alone (WHATWG HTML, 9.2.2), and gives up without a word to its user
// when it gets a page.
bool wants_only_events(const request& what) {
  return equals_ignoring_case(what.header("Accept").value_or(""), "text/event-stream");
}

reply name_event_route(std::string_view path) {
  const std::string events = std::string(path.substr(0, path.rfind('/') + 1)) + "events";
  return reply(406,
               "This is a page, not an event stream; the stream is " + printable(events) + ".\n");
}

}  // namespace

reply page(const request& what) {
  if (wants_only_events(what)) return name_event_route(what.path());
  return asset("text/html; charset=utf-8", page_html)
      .header("Content-Security-Policy", security_policy)
      .header("Referrer-Policy", "no-referrer");
}

reply page_style(const request&) {
  return asset("text/css; charset=utf-8", page_css);
}

// One request for the browser, a file a subject for who reads them. page.js starts what the others
// define.
reply page_script(const request&) {
  std::string all;
  for (const std::string_view part : {reader_js, rows_js, topics_js, send_js, page_js}) all += part;
  return asset("text/javascript; charset=utf-8", all);
}

reply client_script(const request&) {
  return asset("text/javascript; charset=utf-8", sluice_js);
}

}  // namespace sluice::pages
