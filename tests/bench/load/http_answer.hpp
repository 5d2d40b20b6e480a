// Answers to POST requests on a connection that is kept. Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace sluice::bench {

/// How long the answer is that `bytes` begin with; 0 when it has not come whole. It ends by
/// Content-Length or by chunks. Throws std::runtime_error with its text for a status that is not
/// 2xx.
std::size_t whole_answer_bytes(std::string_view bytes);

}  // namespace sluice::bench
