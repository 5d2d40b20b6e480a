// Embedded files as answers.
#pragma once

#include <string_view>

#include "sluice/reply.hpp"

namespace sluice::pages {

/// A document, with a policy under which nothing inline and nothing from elsewhere runs.
reply embedded_page(std::string_view html);

/// What a document loads. Browsers keep it, and ask again before they use it.
reply embedded_file(const char* content_type, std::string_view bytes);

inline constexpr const char* style_type = "text/css; charset=utf-8";
inline constexpr const char* script_type = "text/javascript; charset=utf-8";

}  // namespace sluice::pages
