// Whether a request's body is all there. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace sluice::http {

/// Judges CONTENT_LENGTH by the bytes that STDIN really had, which are the body whatever it says.
/// Absent, empty and `-1` (Caddy, for a chunked body) promise nothing and are fine; so is the right
/// number. Anything else is a body cut or mixed up on its way, to be answered 400:
/// `text_malformed`, with both numbers in the detail.
result<> check_content_length(std::optional<std::string_view> stated, std::size_t received_bytes);

}  // namespace sluice::http
