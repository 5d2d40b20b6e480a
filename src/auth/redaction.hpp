// Request targets without tokens.
#pragma once

#include <string>
#include <string_view>

namespace sluice::auth {

/// A URL, a request target or a query for logs: the value of every parameter that is named
/// `authorization` after decoding, in any case, becomes `***`; all else stays as it is. What comes
/// after a `#` counts as query too.
std::string without_tokens(std::string_view target);

}  // namespace sluice::auth
