#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "config/reading.hpp"

namespace sluice::config {

/// Reads lines of `name = value`. A comment begins with `#` or `;` at the start of a line, or with
/// ` #` behind a value. A repeatable option has one line a value. `path` is what problems and
/// origins name.
///
/// Boost's own reader of such files is not used: it cuts values at any `#`, knows no line numbers
/// and ends at the first mistake.
reading read_lines(std::string_view content, const std::string& path);

/// The content of a file of at most a mebibyte. Fails with file_unreadable.
result<std::string> read_content(const std::string& path);

}  // namespace sluice::config
