#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hub/audience.hpp"
#include "hub/frame.hpp"
#include "hub/interest.hpp"
#include "hub/subscription.hpp"
#include "loop/event_loop.hpp"
#include "metrics/sheet.hpp"

namespace sluice::hub {

class hub;

/// One loop's end of the hub: the audiences of that loop, and the mailbox of what is published.
/// `post` is for any thread, the rest for the loop's.
class outlet final {
 public:
  /// A subscriber that is behind by more than `backlog_limit_bytes` is ended.
  outlet(hub& source, loop::event_loop& loop, std::size_t backlog_limit_bytes);
  ~outlet();
  outlet(const outlet&) = delete;
  outlet& operator=(const outlet&) = delete;

  /// Puts an update, or a topic's end, into the mailbox. It is handed out after the next `wake`,
  /// together with what else has come by then.
  void post(news next);
  /// The loop hands out what is in the mailbox in its next turn.
  void wake();
  /// True on the thread of this outlet's loop.
  bool is_here() const { return loop_.runs_here(); }
  /// Hears nothing from now on. Before its loop is gone; the destructor does it too.
  void detach();

  hub& source() { return hub_; }
  std::size_t backlog_limit_bytes() const { return backlog_limit_bytes_; }
  std::size_t audiences() const { return audiences_.size(); }
  metrics::sheet& counts() { return counts_; }
  const metrics::sheet& counts() const { return counts_; }
  /// Calls `each` with the interest and the number of subscribers of every audience.
  void for_each_audience(const std::function<void(const interest&, std::size_t)>& each) const;

 private:
  friend class subscription;

  audience& join(const interest& wanted);
  /// The audience ends with its last member.
  void leave(audience& one);
  void count(const intake& taken);
  /// `one` catches up in the loop's next turn.
  void go_on_later(subscription& one);
  void wait_no_more(const subscription& one);

  void deliver();
  void collect(const delivery& next);
  void collect(audience& one, const delivery& next);
  /// What the audiences have collected, to their members; the first position of it is behind
  /// `head`.
  void hand_out(std::uint64_t head);
  void end(const std::string& topic);
  void go_on();

  hub& hub_;
  loop::event_loop& loop_;
  const std::size_t backlog_limit_bytes_;

  std::mutex mailbox_mutex_;
  std::vector<news> mailbox_;
  bool is_woken_ = false;  // `deliver` is posted

  std::unordered_map<std::string, std::unique_ptr<audience>> audiences_;
  std::unordered_multimap<std::string, audience*> by_topic_;  // those with exact selectors only
  std::vector<audience*> patterned_;
  std::vector<audience*> collecting_;   // those that have something to hand out
  std::vector<subscription*> waiting_;  // null where one waits no more
  metrics::sheet counts_;
  std::uint64_t head_;  // the newest position handed out here
};

}  // namespace sluice::hub
