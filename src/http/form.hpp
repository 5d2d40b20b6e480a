// application/x-www-form-urlencoded as browsers read and write it (WHATWG URL, section 5). Pure.
#pragma once

#include <string>
#include <string_view>

#include "sluice/request.hpp"

namespace sluice::http {

/// `%XX` becomes the byte; a `%` without two hexadecimal digits stays as it is.
std::string percent_decode(std::string_view text);

/// Names and values, decoded: only `&` separates, `+` is a space, a name without `=` has an empty
/// value, empty sequences are skipped. Bytes that are not UTF-8 stay as they are, where browsers
/// put U+FFFD, so that whoever takes the text can refuse it.
fields parse_form(std::string_view text);

/// As encodeURIComponent: all but letters, digits and -_.!~*'() become `%XX`.
std::string percent_encode_component(std::string_view text);

/// True when a Content-Type names this form, in any case and with any parameters.
bool is_form_content_type(std::string_view content_type);

}  // namespace sluice::http
