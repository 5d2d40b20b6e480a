#include "sources/line_cutter.hpp"

#include <algorithm>

namespace sluice::sources {

void line_cutter::feed(std::string_view bytes) {
  held_.erase(0, taken_);
  searched_ -= std::min(searched_, taken_);
  taken_ = 0;
  if (held_.empty()) std::string().swap(held_);  // the room of a long line goes with it
  if (is_discarding_) {
    const std::size_t end = bytes.find('\n');
    if (end == bytes.npos) return;
    is_discarding_ = false;
    has_discarded_whole_ = true;
    bytes.remove_prefix(end + 1);
  }
  held_ += bytes;
}

std::optional<line_cutter::line> line_cutter::take_line() {
  if (has_discarded_whole_) {
    has_discarded_whole_ = false;
    return line{{}, true};
  }
  const std::size_t end = held_.find('\n', std::max(taken_, searched_));
  if (end == held_.npos) {
    searched_ = held_.size();
    if (held_.size() - taken_ <= longest_bytes_) return std::nullopt;
    is_discarding_ = true;
    std::string().swap(held_);
    taken_ = searched_ = 0;
    return std::nullopt;
  }
  const std::string_view text = std::string_view(held_).substr(taken_, end - taken_);
  taken_ = end + 1;
  if (text.size() > longest_bytes_) return line{{}, true};
  return line{text};
}

bool line_cutter::has_unfinished_line() const {
  return is_discarding_ || (held_.size() > taken_ && !held_.ends_with('\n'));
}

void line_cutter::drop_unfinished_line() {
  is_discarding_ = false;
  held_.resize(std::max(taken_, held_.rfind('\n') + 1));
  searched_ = std::min(searched_, held_.size());
}

bool line_cutter::is_empty() const {
  return held_.size() == taken_ && !is_discarding_ && !has_discarded_whole_;
}

}  // namespace sluice::sources
