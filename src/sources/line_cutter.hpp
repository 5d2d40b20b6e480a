#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::sources {

/// Cuts bytes that come in pieces into lines, each ended by LF. A line that grows longer than the
/// limit is forgotten as it comes, so no more than the limit and one piece is held.
class line_cutter final {
 public:
  struct line {
    /// Without its LF; empty when it was too long.
    std::string_view text;
    bool is_too_long = false;
  };

  explicit line_cutter(std::size_t longest_bytes) : longest_bytes_(longest_bytes) {}

  void feed(std::string_view bytes);
  /// The next whole line; its text lives until the next call. Taken until there is none before the
  /// next `feed`, or what is held grows.
  std::optional<line> take_line();

  /// Bytes have come behind the last LF.
  bool has_unfinished_line() const;
  void drop_unfinished_line();
  /// Nothing is held, whole or unfinished.
  bool is_empty() const;

 private:
  std::size_t longest_bytes_;
  std::string held_;
  std::size_t taken_ = 0;             // up to here it is given out
  std::size_t searched_ = 0;          // up to here there is no LF behind taken_
  bool is_discarding_ = false;        // what comes up to the next LF belongs to a line too long
  bool has_discarded_whole_ = false;  // such a line has ended, before all that is held
};

}  // namespace sluice::sources
