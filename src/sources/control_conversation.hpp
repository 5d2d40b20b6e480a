#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "sources/control_line.hpp"
#include "sources/line_cutter.hpp"
#include "sources/publisher.hpp"

namespace sluice::sources {

struct conversation_limits {
  /// Of one line, without its line break.
  std::size_t line_bytes;
  /// More topics in one update are too many.
  std::size_t topics;
  /// Lines that were taken and whose answers are not written out yet. A log that commits in groups
  /// takes as many as come while it writes: a few hundred keep the slowest disk busy.
  std::size_t unanswered_lines = 256;
  /// Answers that the client has not taken. Some hundred, which is as many as there are lines.
  std::size_t unread_bytes = 64 * 1024;
};

/// What to do with an unfinished line when no more input comes.
enum class unfinished_line { counts, is_dropped };

/// An order and the number of its line, by which it is answered.
struct numbered_order {
  std::uint64_t line;
  control_order what;
};

/// One client's side of the control socket: lines in, orders out, outcomes in, answers out, each
/// answer a line of JSON in the order of the lines. Decides and does no I/O. A line without an
/// order is an order too, with the rejection that is its outcome.
///
/// What the client may leave lying is bounded: at a limit no further line is taken, and
/// `wants_input` says so, until outcomes have come and answers have gone. The end of a topic waits
/// for the outcomes of the lines before it, and the lines after it wait for its own, so that an
/// update which was sent before the end is not published after it.
class control_conversation final {
 public:
  explicit control_conversation(const conversation_limits& limits);

  /// Takes what the client sent. While `wants_input`, and with all orders taken.
  void feed(std::string_view bytes);
  /// No more input comes.
  void end_input(unfinished_line last);

  /// The next thing to do, or nothing for now.
  std::optional<numbered_order> take_order();
  /// The outcome of an order that was taken; once for each, in any order.
  void answer(std::uint64_t line, const outcome& what);

  /// True when there is room for more.
  bool wants_input() const { return !has_input_ended_ && !is_full(); }
  /// The answers that are ready; what of them was written is given to `drop_output`.
  std::string_view output() const { return output_; }
  void drop_output(std::size_t bytes) { output_.erase(0, bytes); }
  /// No more input comes, and all that came is answered and written.
  bool is_over() const;

 private:
  struct pending_answer {
    std::size_t line_bytes;
    std::optional<std::string> text = {};
  };

  bool is_full() const;
  bool is_waiting_for_end() const { return first_unanswered_ <= last_end_; }
  numbered_order read(const line_cutter::line& from);

  conversation_limits limits_;
  line_cutter input_;
  bool has_input_ended_ = false;
  std::deque<pending_answer> pending_;
  std::size_t pending_bytes_ = 0;
  std::uint64_t first_unanswered_ = 1;  // the line that pending_ begins with
  std::uint64_t last_end_ = 0;          // the last line that ends a topic
  std::optional<numbered_order> held_end_;
  std::string output_;
};

}  // namespace sluice::sources
