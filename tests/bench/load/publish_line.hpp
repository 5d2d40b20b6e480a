#pragma once

#include <cstddef>
#include <deque>
#include <string>

#include "bench/load/answer_reader.hpp"
#include "bench/peers/subject.hpp"
#include "bench/ready_set.hpp"
#include "support/descriptor.hpp"

namespace sluice::bench {

/// One connection that publishes, kept as long as the server keeps it, with a queue of what it has
/// not sent. One thread, which is the one that turns the ready set.
class publish_line final : public ready_listener {
 public:
  /// Connects. Throws std::system_error.
  publish_line(ready_set& ready, const publish_way& how);
  publish_line(const publish_line&) = delete;
  publish_line& operator=(const publish_line&) = delete;

  /// Sends it when those before it are answered, or enough of them.
  void queue(std::string request);
  /// Throws std::runtime_error for an answer that is no success, and when the connection ends
  /// before one.
  void on_ready() override;

  /// Requests without an answer yet.
  std::size_t unanswered() const { return queue_.size() + on_their_way_; }

 private:
  void connect();
  void send_some();
  void take_end();

  ready_set& ready_;
  const publish_way how_;
  test::descriptor socket_;
  std::deque<std::string> queue_;
  std::size_t on_their_way_ = 0;
  std::string unsent_;  // of these
  answer_reader answers_;
};

}  // namespace sluice::bench
