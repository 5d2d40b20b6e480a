#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "bench/reader.hpp"
#include "bench/ready_set.hpp"
#include "support/deadline.hpp"
#include "support/descriptor.hpp"

namespace sluice::bench {

/// Many readers of the hub, read on a thread of their own. One whose stream is ended comes back at
/// once with its last id; a browser would take some seconds.
class crowd final {
 public:
  /// Opens `readers` streams, of the topics in turn; complete when the head of each has come.
  /// Throws peer_error when that takes longer than `deadline`, std::system_error when the machine
  /// does not give so many sockets.
  crowd(const std::string& address, std::vector<std::string> topics, std::size_t readers,
        test::time_point deadline);
  ~crowd();
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;

  /// Of all readers since they were opened.
  std::size_t events() const;
  /// How often a stream was ended, and its reader came back.
  std::size_t comebacks() const;
  /// Waits until there are as many. Throws peer_error when `deadline` comes first, and what the
  /// thread met.
  void wait_for_events(std::size_t wanted, test::time_point deadline);

  /// Reads no more, and says what is wrong, a sentence each: readers that have not had
  /// `events_each` events, or had them in another order than their publishers' or each other's.
  std::vector<std::string> finish(std::size_t events_each);

 private:
  class member;
  // Ends the thread's last turn.
  class bell final : public ready_listener {
   public:
    void on_ready() override { has_rung = true; }
    bool has_rung = false;
  };

  void listen();
  void wait_until_begun(test::time_point deadline);
  void stop();

  const std::string address_;
  const std::vector<std::string> topics_;
  ready_set ready_;
  std::vector<std::unique_ptr<member>> members_;
  bell bell_;
  test::descriptor bell_rope_;
  // The thread's own, until it is done.
  std::size_t begun_here_ = 0;
  std::size_t events_here_ = 0;
  std::size_t comebacks_here_ = 0;

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::size_t begun_ = 0;
  std::size_t events_ = 0;
  std::size_t comebacks_ = 0;
  std::exception_ptr trouble_;
  std::thread thread_;
};

}  // namespace sluice::bench
