#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "bench/progress.hpp"
#include "bench/ready_set.hpp"
#include "support/deadline.hpp"

namespace sluice::bench {

/// What to publish. A value.
struct volley {
  std::vector<std::string> topics;  // of each update
  std::size_t data_bytes = 0;
  std::size_t updates = 0;
  test::time_point deadline;  // nothing more is published after it
};

/// What came of it. A value.
struct answers {
  std::vector<double> waits_ms;  // from the request's first byte to END_REQUEST
  std::vector<std::string> ids;  // in the order the answers came
  std::chrono::duration<double> elapsed{};

  std::size_t updates() const { return ids.size(); }
  answers& operator+=(const answers& later);
};

/// Publishers on connections that are kept. Each waits for its answer before it publishes again.
/// The data is "<publisher> <number> <padding>"; numbers count from one, for each topic and
/// publisher, so that a reader of a topic sees whether one is missing. One thread.
class publishers final {
 public:
  /// Connects. Publishers are numbered from `first`. Throws std::system_error.
  publishers(const std::string& address, std::string token, std::size_t count, progress& tell,
             std::size_t first = 0);
  ~publishers();
  publishers(const publishers&) = delete;
  publishers& operator=(const publishers&) = delete;

  /// Publishes; complete with the last answer. Throws peer_error when an answer is another than
  /// 200, or does not come.
  answers publish(const volley& what);

 private:
  class publisher;

  bool has_more(const volley& what) const;
  void take_answer(std::string id, double wait_ms);

  const std::string token_;
  progress& tell_;
  ready_set ready_;
  std::deque<publisher> publishers_;
  const volley* current_ = nullptr;
  std::size_t asked_ = 0;
  answers found_;
};

}  // namespace sluice::bench
