#pragma once

#include <string>
#include <string_view>

namespace sluice::sse {

/// Appends `bytes` as the Encoding Standard's "UTF-8 decode without BOM" reads them, in UTF-8
/// again: each maximal part that is not well-formed becomes one U+FFFD. Up to three times as long.
void append_utf8_decoded(std::string& out, std::string_view bytes);

}  // namespace sluice::sse
