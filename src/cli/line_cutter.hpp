#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::cli {

/// Cuts bytes that come in pieces into lines. A line ends with LF or CR LF, which are not part of
/// it.
class line_cutter final {
 public:
  void feed(std::string_view bytes) {
    drop_taken();
    held_ += bytes;
  }

  /// The next whole line. It lives until the next `feed`.
  std::optional<std::string_view> take_line();
  /// What came after the last line end, at the end of the input: nothing when there is none.
  std::optional<std::string_view> take_rest();

  std::size_t held_bytes() const { return held_.size() - taken_; }

 private:
  void drop_taken();

  std::string held_;
  std::size_t taken_ = 0;
  // Up to here there is no line feed.
  std::size_t searched_ = 0;
};

}  // namespace sluice::cli
