#include "pages/status.hpp"

#include <string>
#include <string_view>

#include "pages/assets.hpp"
#include "pages/embedded.hpp"

namespace sluice::pages {

reply status(const request&) {
  return embedded_page(status_html);
}

reply status_style(const request&) {
  std::string all(uplot_css);
  all += status_css;
  return embedded_file(style_type, all);
}

// One request for the browser, a file a subject for who reads them. status.js starts what the
// others define. The licence wants its text with every copy.
reply status_script(const request&) {
  std::string all = "/*\n" + std::string(uplot_LICENSE) + "*/\n";
  for (const std::string_view part :
       {uplot_js, client_parser_js, reader_js, status_units_js, status_record_js, status_charts_js,
        status_tables_js, status_js}) {
    all += part;
  }
  return embedded_file(script_type, all);
}

}  // namespace sluice::pages
