#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>

#include "base/clock.hpp"
#include "cli/publish_answer.hpp"

namespace sluice::cli {

/// Whether an update that the worker cannot take now is sent again, or given up.
enum class when_busy { wait, give_up };

/// Decides which update is sent next, and matches answers with updates: they come in the order of
/// what was sent. No I/O. Updates are numbered from 1 in the order they are added.
///
/// After a 503 nothing new is sent: the answers to what is on its way are awaited, then the time
/// that the worker asked for; then the refused ones go out in their order, the first of them alone,
/// and the rest when it is accepted. An update that was on its way behind a refused one may so come
/// before it; none is lost, none is sent twice, and what becomes of them is told in their order.
class publish_pipeline final {
 public:
  // So many lines may be unanswered: enough to keep a worker on the same machine busy between two
  // looks at the socket, and few enough to name when the worker dies.
  static constexpr std::size_t default_window = 1000;
  // Of lines held here: more than the largest update, so that one always fits.
  static constexpr std::size_t most_held_bytes = 16 * 1024 * 1024;

  publish_pipeline(std::size_t window, when_busy busy) : window_(window), busy_(busy) {}

  bool has_room() const { return entries_.size() < window_ && held_bytes_ < most_held_bytes; }
  /// `wire` is what is sent.
  void add(std::string wire);
  /// For an update that cannot be sent. It keeps its place in the order of what is told.
  void add_refused(std::string why);

  /// What to send now. It counts as sent, and lives until its answer has come.
  const std::string* take_next(time_point now);
  /// When to ask `take_next` again, if it waits for a time and not for an answer.
  std::optional<time_point> due() const;

  /// The next answer. False when nothing is on its way.
  bool take_answer(publish_answer what, time_point now);

  struct settled {
    std::size_t number;
    publish_answer answer;
  };
  /// What became of the next update, in the order of their numbers.
  std::optional<settled> take_settled();
  bool has_settled() const { return !entries_.empty() && entries_.front().answer.has_value(); }

  bool is_empty() const { return entries_.empty(); }
  std::size_t unanswered() const { return in_flight_.size(); }
  /// The number of the first update that is not settled.
  std::size_t first_number() const { return first_number_; }

 private:
  struct entry {
    std::string wire;
    std::optional<publish_answer> answer;
  };
  entry& at(std::size_t number) { return entries_[number - first_number_]; }
  void settle(entry& which, publish_answer what);

  const std::size_t window_;
  const when_busy busy_;
  std::deque<entry> entries_;
  std::size_t first_number_ = 1;
  std::size_t held_bytes_ = 0;
  std::set<std::size_t> to_send_;
  std::deque<std::size_t> in_flight_;
  // Since a 503, until an update is accepted again.
  std::optional<time_point> busy_until_;
};

}  // namespace sluice::cli
