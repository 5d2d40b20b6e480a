#include "cli/line_cutter.hpp"

#include <algorithm>

namespace sluice::cli {

std::optional<std::string_view> line_cutter::take_line() {
  const std::size_t end = held_.find('\n', std::max(taken_, searched_));
  if (end == held_.npos) {
    searched_ = held_.size();
    return std::nullopt;
  }
  std::string_view line(held_.data() + taken_, end - taken_);
  taken_ = end + 1;
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<std::string_view> line_cutter::take_rest() {
  if (held_bytes() == 0) return std::nullopt;
  const std::string_view rest = std::string_view(held_).substr(taken_);
  taken_ = held_.size();
  return rest;
}

void line_cutter::drop_taken() {
  held_.erase(0, taken_);
  searched_ -= std::min(searched_, taken_);
  taken_ = 0;
}

}  // namespace sluice::cli
