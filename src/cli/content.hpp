// Whole files and whole inputs.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"

namespace sluice::cli {

/// All that comes from a descriptor until its end. Waits for it. Fails with `file_unreadable`, or
/// with `text_too_long` above `limit_bytes`; `name` is what the failure calls it.
result<std::string> try_read_to_end(int from, std::size_t limit_bytes, const std::string& name);

/// The same for the file at `path`.
result<std::string> try_read_file(const std::string& path, std::size_t limit_bytes);

/// Opens a file for reading: the caller's to close. Fails with `file_unreadable`.
result<int> try_open_file(const std::string& path);

}  // namespace sluice::cli
