#include "pages/embedded.hpp"

#include <string>

namespace sluice::pages {
namespace {

// Everything comes from the page's own origin, but for the empty icon that the page brings itself,
// and nothing inline runs: text of an event that looks like markup stays text, whatever a bug does
// with it.
constexpr const char* security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "require-trusted-types-for 'script'";

}  // namespace

reply embedded_page(std::string_view html) {
  return embedded_file("text/html; charset=utf-8", html)
      .header("Content-Security-Policy", security_policy)
      .header("Referrer-Policy", "no-referrer");
}

reply embedded_file(const char* content_type, std::string_view bytes) {
  return reply(200, content_type, std::string(bytes)).header("Cache-Control", "no-cache");
}

}  // namespace sluice::pages
