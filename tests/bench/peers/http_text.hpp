// Requests as a browser and a publisher write them. Pure.
#pragma once

#include <string>

#include "bench/peers/subject.hpp"

namespace sluice::bench {

/// GET of a stream, HTTP/1.1.
std::string stream_text(const std::string& target, const stream_order& what);
/// POST whose connection is kept; `head_lines` each end with CR LF.
std::string post_text(const std::string& target, const std::string& head_lines,
                      const std::string& body);

}  // namespace sluice::bench
