#include "bench/load/answer_reader.hpp"

#include <stdexcept>

#include "bench/load/http_answer.hpp"

namespace sluice::bench {
namespace {

// What the control socket answers a line with; 0 when the line has not come whole.
std::size_t whole_line_bytes(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos) return 0;
  const std::string_view line = bytes.substr(0, end);
  if (line.find("\"error\"") != std::string_view::npos) {
    throw std::runtime_error("a publish was answered " + std::string(line));
  }
  return end + 1;
}

}  // namespace

std::size_t answer_reader::take(std::string_view bytes) {
  input_ += bytes;
  std::size_t count = 0;
  std::size_t taken = 0;
  while (taken < input_.size()) {
    const std::string_view rest = std::string_view(input_).substr(taken);
    const std::size_t length =
        form_ == answer_form::lines ? whole_line_bytes(rest) : whole_answer_bytes(rest);
    if (length == 0) break;
    taken += length;
    ++count;
  }
  input_.erase(0, taken);
  return count;
}

}  // namespace sluice::bench
