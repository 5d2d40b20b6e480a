#include "pages/page.hpp"

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "pages/assets.hpp"
#include "pages/embedded.hpp"

namespace sluice::pages {
namespace {

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
  return embedded_page(page_html);
}

reply page_style(const request&) {
  return embedded_file(style_type, page_css);
}

// One request for the browser, a file a subject for who reads them. page.js starts what the others
// define.
reply page_script(const request&) {
  std::string all;
  for (const std::string_view part :
       {client_parser_js, reader_js, rows_js, topics_js, send_js, page_js}) {
    all += part;
  }
  return embedded_file(script_type, all);
}

}  // namespace sluice::pages
