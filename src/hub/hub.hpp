#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "history/log.hpp"
#include "history/window.hpp"
#include "hub/ended_topics.hpp"
#include "hub/frame.hpp"
#include "hub/interest.hpp"
#include "hub/selector.hpp"
#include "hub/update_id.hpp"
#include "metrics/sheet.hpp"
#include "sluice/update.hpp"

namespace sluice::hub {

class outlet;

/// Where a subscriber's replay begins.
struct cursor {
  /// The position after which everything is to be sent.
  std::uint64_t position;
  /// False when the id asked for is not held: it may be evicted, or never have been.
  bool is_known;
};

/// Where a stream that asks for nothing of the past begins.
struct beginning {
  /// Of the newest update.
  std::uint64_t position;
  /// What its client can come back with, so that nothing behind `position` is missed: the id of an
  /// update that it may know, with nothing for it in between, or "earliest" where none is held.
  /// Absent where only the id of an update could say it that it may not know of.
  std::optional<std::string> id;
};

/// Gives every update its place in the one order, keeps the window and its log, and hands each to
/// the outlets of all loops. Any thread, but for `load`, which comes before the loops run.
class hub final {
 public:
  /// Called once with the update's id, when history holds it. Any thread; must not block.
  using on_published = std::function<void(result<std::string>)>;

  hub(std::unique_ptr<history::log> log, const history::limits& limits, frame_maker make_frame);
  ~hub();
  hub(const hub&) = delete;
  hub& operator=(const hub&) = delete;

  /// Brings back what the log holds. Once, before anything is published; blocks.
  result<> load();

  /// Every outlet gets every update that is published from now on. Between a `leave` and the end
  /// of its loop nothing is posted to it.
  void join(outlet& loop_end);
  void leave(outlet& loop_end);
  /// Lets all but `loop_end` hand out what was published until now.
  void wake_others(const outlet& loop_end) const;

  /// Publishes. An update without an id gets one. `done` is told when the log holds the update, and
  /// by then it is on its way to the subscribers; on failure nobody gets it. Never waits for a
  /// subscriber.
  void publish(update what, on_published done);

  /// Ends a topic: streams that want nothing but ended topics have had their last update. What is
  /// published to it afterwards begins it anew.
  void end(const std::string& topic);
  /// True when nothing that `wanted` includes is to come, because all of it has ended.
  bool has_ended(const interest& wanted) const;
  /// True when history holds something behind `position` that `wanted` includes.
  bool has_after(std::uint64_t position, const interest& wanted) const;

  /// Lets go of what has become too old, also when nothing is published.
  void evict();

  /// Where a subscriber that has seen everything up to `id` goes on; with "earliest", or an id that
  /// is not held, before the oldest update.
  cursor find(std::string_view id) const;
  /// The present, for a reader with these grants.
  beginning begin(const std::vector<selector>& grants) const;
  /// The position of the newest update.
  std::uint64_t newest() const;
  std::uint64_t oldest() const;
  /// Of the newest update there has been, held or not; empty when there was none.
  std::string newest_id() const;
  /// True when the update at `position` is public, or grants cover it: only then may a subscriber
  /// learn that it exists.
  bool may_know(std::uint64_t position, const std::vector<selector>& grants) const;

  /// Up to `most` entries behind `position`, oldest first, and no more when there are none.
  std::vector<history::shared_entry> entries_after(std::uint64_t position, std::size_t most) const;

  /// A new id of the form that updates get, for a subscriber.
  std::string new_id();

  frame make_frame(const update& what) const {
    return std::make_shared<const std::string>(make_frame_(what));
  }

  /// What history holds now, and when the oldest of it was published, if there is any.
  struct fill {
    history::holding held;
    std::optional<history::wall_time> oldest;
  };
  fill history_fill() const;
  const history::limits& history_limits() const { return limits_; }
  /// False while the log cannot take updates: the last one failed.
  bool is_log_available() const { return is_log_available_; }
  const metrics::sheet& counts() const { return counts_; }

  /// Completes what the log has queued; later publishes fail.
  void close() { log_->close(); }

 private:
  void commit(update what, history::wall_time published);
  /// With the mutex held.
  void post(const news& what);
  history::shared_entry append(update what, history::wall_time published);
  /// Null when nothing is held at `position`. With the mutex held.
  history::shared_entry entry_at(std::uint64_t position) const;

  std::unique_ptr<history::log> log_;
  frame_maker make_frame_;
  history::limits limits_;
  update_ids ids_;
  metrics::sheet counts_;
  std::atomic<bool> is_log_available_ = true;

  mutable std::mutex mutex_;  // guards what follows
  history::window window_;
  std::string newest_id_;
  std::uint64_t newest_public_ = 0;  // a position; 0 for none
  ended_topics ended_;
  std::vector<outlet*> outlets_;
};

}  // namespace sluice::hub
