// A token that is presented. Pure but for the reading.
#pragma once

#include <string>

#include "base/result.hpp"

namespace sluice::cli {

/// The token in a file, without the blanks and line ends around it. Fails with `file_unreadable`,
/// or with `text_malformed` when there is none or it holds what no token has (RFC 6750, section
/// 2.1); the failure shows nothing of it.
result<std::string> try_read_token(const std::string& path);

}  // namespace sluice::cli
