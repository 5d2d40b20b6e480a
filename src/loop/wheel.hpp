#pragma once

#include <cstddef>
#include <limits>
#include <vector>

#include <boost/intrusive/list.hpp>

#include "base/clock.hpp"

namespace sluice::loop {

/// Learns that a deadline has come. The deadline is no longer set; it may be set anew here, and its
/// owner may be destroyed.
class deadline_handler {
 public:
  virtual void on_deadline(time_point now) = 0;

 protected:
  ~deadline_handler() = default;
};

/// A time at which `whom` is told, unless it is cleared before. A member of its owner, so that
/// setting one allocates nothing. Clears itself when destroyed.
class deadline final {
 public:
  explicit deadline(deadline_handler& whom) : whom_(whom) {}
  deadline(const deadline&) = delete;
  deadline& operator=(const deadline&) = delete;

  bool is_set() const { return hook_.is_linked(); }

 private:
  friend class wheel;
  using hook = boost::intrusive::list_member_hook<
      boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

  hook hook_;
  deadline_handler& whom_;
  time_point when_{};
};

/// Deadlines of one loop, in a hashed wheel: setting and clearing cost the same however many there
/// are. A deadline comes at the tick after its time, so up to `tick` late and never early. One
/// thread.
class wheel final {
 public:
  // Heartbeats and drains are spread over seconds; 50 ms of grain costs at most 20 wake-ups a
  // second.
  static constexpr clock::duration tick = std::chrono::milliseconds(50);

  explicit wheel(time_point start) : slots_(slot_count), start_(start) {}
  wheel(const wheel&) = delete;
  wheel& operator=(const wheel&) = delete;

  /// Sets `what` to `when`; a time that has passed means the next tick. Replaces its former time.
  void set(deadline& what, time_point when);
  void clear(deadline& what) { what.hook_.unlink(); }

  /// When to call `advance` next: nothing is due before, and perhaps nothing then. The end of time
  /// when nothing is set.
  time_point next() const {
    return next_ == no_tick ? time_point::max() : start_ + static_cast<clock::rep>(next_) * tick;
  }
  /// Lets everything happen that is due at `now`.
  void advance(time_point now);

 private:
  using list = boost::intrusive::list<
      deadline, boost::intrusive::member_hook<deadline, deadline::hook, &deadline::hook_>,
      boost::intrusive::constant_time_size<false>>;

  // 512 slots of 50 ms turn once in 25.6 s: the usual heartbeat is met within one turn.
  static constexpr std::size_t slot_count = 512;

  static constexpr std::size_t no_tick = std::numeric_limits<std::size_t>::max();

  /// Of the ticks since `start_`, the one at which `when` is due.
  std::size_t tick_of(time_point when) const;
  void run_slot(list& slot, time_point now);
  /// The first tick behind `turned_` whose slot holds anything.
  std::size_t first_filled() const;

  std::vector<list> slots_;
  time_point start_;
  std::size_t turned_ = 0;      // ticks since start_
  std::size_t next_ = no_tick;  // a tick; the slots between are empty
};

}  // namespace sluice::loop
