#pragma once

#include <cstddef>
#include <string_view>

namespace sluice::sse {

/// Where the first CR or LF of `text` is; npos when there is none.
std::size_t find_line_break(std::string_view text);

}  // namespace sluice::sse
