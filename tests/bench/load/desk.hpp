#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "bench/load/payload.hpp"
#include "bench/load/publish_line.hpp"

namespace sluice::bench {

/// Publishes to a subject over several connections in turn, and numbers what it publishes. An
/// update's time begins with the call, also where it then waits for the one before it, as it does
/// for a program that has several events at once. One thread.
class desk final {
 public:
  /// Connects. Throws std::system_error.
  desk(ready_set& ready, const subject& to);

  /// What was, or will be, sent.
  payload publish(std::vector<std::string> topics, reach to = reach::everyone);
  /// Updates without an answer yet.
  std::size_t unanswered() const;

 private:
  const subject& to_;
  std::deque<publish_line> lines_;
  std::array<std::uint32_t, most_lines> numbers_{};
  std::size_t next_ = 0;
};

}  // namespace sluice::bench
