// application/x-www-form-urlencoded as browsers read and write it (WHATWG URL, section 5). Pure.
#pragma once

#include <string>
#include <string_view>

#include "sluice/request.hpp"

namespace sluice::http {

/// `%XX` becomes the byte; a `%` without two hexadecimal digits stays as it is.
std::string percent_decode(std::string_view text);

/// Names and values, decoded: only `&` separates, `+` is a space, a name without `=` has an empty
/// value, empty sequences are skipped.
fields parse_form(std::string_view text);

/// As encodeURIComponent: all but letters, digits and -_.!~*'() become `%XX`.
std::string percent_encode_component(std::string_view text);

}  // namespace sluice::http
