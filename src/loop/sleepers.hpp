#pragma once

#include <boost/asio/any_completion_handler.hpp>
#include <boost/intrusive/set.hpp>

#include "base/clock.hpp"

namespace sluice::loop {

/// A coroutine that waits on one loop: what lets it go on, and when it does so by itself. A member
/// of what is waited on. Destroyed while the coroutine waits, it destroys the coroutine.
class sleeper final : public boost::intrusive::set_base_hook<
                          boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  using continuation = boost::asio::any_completion_handler<void()>;

  sleeper() = default;
  sleeper(const sleeper&) = delete;
  sleeper& operator=(const sleeper&) = delete;

  /// In the order of time, for `sleepers`.
  friend bool operator<(const sleeper& a, const sleeper& b) { return a.when_ < b.when_; }

 private:
  friend class sleepers;

  time_point when_{};
  continuation next_;
};

/// All coroutines that wait on one loop, in the order of their times. Destroys those that still
/// wait at its end. One thread.
class sleepers final {
 public:
  sleepers() = default;
  ~sleepers();
  sleepers(const sleepers&) = delete;
  sleepers& operator=(const sleepers&) = delete;

  /// From now on `who` sleeps, until `when` or until it is woken. It does not sleep already.
  void add(sleeper& who, time_point when, sleeper::continuation next);
  /// What `who` goes on with; empty when it does not sleep. It no longer does.
  sleeper::continuation take(sleeper& who);
  /// Of the first one that is due at `now`; empty when none is.
  sleeper::continuation take_due(time_point now);

  /// When the first one is due; the end of time when nobody sleeps.
  time_point next() const;

 private:
  boost::intrusive::multiset<sleeper, boost::intrusive::constant_time_size<false>> all_;
};

}  // namespace sluice::loop
