#include "pages/page.hpp"

#include <string>

#include "pages/assets.hpp"

namespace sluice::pages {
namespace {

// Everything comes from the page's own origin, and nothing inline runs: text of an event that looks
// like markup stays text, whatever a bug does with it.
constexpr const char* security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

reply asset(const char* content_type, std::string_view bytes) {
  return reply(200, content_type, std::string(bytes)).header("Cache-Control", "no-cache");
}

}  // namespace

reply page(const request& what) {
  if (what.header("Accept") == "text/event-stream") {
    return reply(406, "This is the page. The event stream is the route events beside it.\n");
  }
  return asset("text/html; charset=utf-8", page_html)
      .header("Content-Security-Policy", security_policy)
      .header("Referrer-Policy", "no-referrer");
}

reply page_style(const request&) {
  return asset("text/css; charset=utf-8", page_css);
}

reply page_script(const request&) {
  return asset("text/javascript; charset=utf-8", page_js);
}

reply client_script(const request&) {
  return asset("text/javascript; charset=utf-8", sluice_js);
}

}  // namespace sluice::pages
