#pragma once

#include <cstddef>
#include <random>

#include <boost/intrusive/list.hpp>

#include "base/clock.hpp"
#include "session/session.hpp"

namespace sluice::session {

/// The open sessions of one loop. Loop's thread.
class session_list final {
 public:
  void add(session& what) { open_.push_back(what); }
  std::size_t size() const { return open_.size(); }

  /// Of all sessions: how many have readers that did not take all, and how much they did not take.
  struct backlog {
    std::size_t sessions = 0;
    std::size_t sessions_behind = 0;
    std::size_t queued_bytes = 0;
  };
  backlog measure() const;
  bool is_empty() const { return open_.empty(); }
  template <class Each>
  void for_each(Each each) const {
    for (const session& one : open_) each(one);
  }

  /// Ends every open stream between `now` and `now + window`, each at a time of its own, so that
  /// the browsers do not all come back in the same instant.
  void drain(time_point now, clock::duration window, std::mt19937& random);

 private:
  using list =
      boost::intrusive::list<session,
                             boost::intrusive::member_hook<session, session::hook, &session::hook_>,
                             boost::intrusive::constant_time_size<false>>;
  list open_;
};

}  // namespace sluice::session
