#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "support/deadline.hpp"

namespace sluice::bench {

/// Says on standard error what is being done, and how much of it is done: on a terminal in a line
/// that is written over, elsewhere in a line from time to time. One thread.
class progress final {
 public:
  progress();
  ~progress();
  progress(const progress&) = delete;
  progress& operator=(const progress&) = delete;

  /// Begins something that has `total` parts, called `unit`.
  void begin(const std::string& what, std::size_t total, const std::string& unit);
  void add(std::size_t parts);
  /// What every line begins with from now on, such as how far all is.
  void stand_at(std::string place) { place_ = std::move(place); }

 private:
  void show();
  void end_line();

  const bool is_terminal_;
  std::string place_;
  std::string what_;
  std::string unit_;
  std::size_t total_ = 0;
  std::size_t done_ = 0;
  std::size_t shown_ = 0;
  test::time_point next_{};
};

}  // namespace sluice::bench
