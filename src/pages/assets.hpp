// The files of pages/assets/, embedded at build time.
#pragma once

#include <string_view>

namespace sluice::pages {

extern const std::string_view page_html;
extern const std::string_view page_css;
extern const std::string_view page_js;
extern const std::string_view reader_js;
extern const std::string_view rows_js;
extern const std::string_view send_js;
extern const std::string_view topics_js;
extern const std::string_view sluice_js;
extern const std::string_view client_parser_js;
extern const std::string_view client_stream_js;
extern const std::string_view client_sharing_js;
extern const std::string_view client_lifecycle_js;
extern const std::string_view client_elements_js;
extern const std::string_view status_html;
extern const std::string_view status_css;
extern const std::string_view status_js;
extern const std::string_view status_units_js;
extern const std::string_view status_record_js;
extern const std::string_view status_charts_js;
extern const std::string_view status_tables_js;
extern const std::string_view uplot_js;
extern const std::string_view uplot_css;
extern const std::string_view uplot_LICENSE;

}  // namespace sluice::pages
