#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "bench/load/subscriber.hpp"
#include "bench/ready_set.hpp"
#include "support/deadline.hpp"

namespace sluice::bench {

/// What a subscriber does when the server ends its stream.
enum class at_end { stays_away, comes_back };

/// Who listens, and how. A value.
struct audience_plan {
  std::string address;
  framing how = framing::http;
  /// The request of the subscriber with this number, which has seen this id, or none.
  std::function<std::string(std::size_t index, const std::string& last_id)> ask;
  std::size_t streams = 0;
  std::size_t in_flight = 1;  // requests without an answer, while the streams are opened
  at_end after = at_end::stays_away;
  // One in so many reads nothing behind its stream's head; 0 is none.
  std::size_t stuck_every = 0;
};

/// Thousands of subscribers on one thread, which is the caller's: they read while it calls `turn`.
class audience final : private subscriber_host {
 public:
  audience(ready_set& ready, audience_plan plan);
  audience(const audience&) = delete;
  audience& operator=(const audience&) = delete;

  /// Opens all streams, some dozens at a time; complete when the head of each has come. Throws
  /// std::runtime_error when that takes until `deadline`, std::system_error when the machine does
  /// not give so many sockets.
  void open(test::time_point deadline);
  /// Reads, at most until `until`, and brings back those whose time has come.
  void turn(test::time_point until);

  const tally& so_far() const { return found; }
  /// Latencies count anew from now on.
  void forget_latencies() { found.latency = histogram(); }
  std::size_t size() const { return members_.size(); }
  std::size_t stuck() const;
  bool is_stuck(std::size_t index) const {
    return plan_.stuck_every > 0 && index % plan_.stuck_every == 0;
  }
  const subscriber& member(std::size_t index) const { return members_[index]; }

 private:
  using appointment = std::pair<test::time_point, std::size_t>;

  void on_begin(subscriber& who) override;
  void on_end(subscriber& who) override;
  void open_member(std::size_t index);

  ready_set& ready_;
  const audience_plan plan_;
  std::deque<subscriber> members_;
  std::size_t asked_ = 0;
  std::size_t answered_ = 0;
  std::priority_queue<appointment, std::vector<appointment>, std::greater<>> returns_;
};

}  // namespace sluice::bench
