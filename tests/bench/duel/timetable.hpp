#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::bench {

/// Runs that come one after another, and how long the rest of them will take: what has run before
/// takes as long again, and of the others it is guessed how they compare. Pure.
class timetable final {
 public:
  using duration = std::chrono::duration<double>;

  struct entry {
    std::string name;  // runs of one name take equally long
    duration guess;
  };

  explicit timetable(std::vector<entry> runs) : runs_(std::move(runs)) {}

  /// The next run is over.
  void add(duration took);

  std::size_t size() const { return runs_.size(); }
  std::size_t done() const { return done_; }
  /// Nothing before the first run is over.
  std::optional<duration> left() const;
  /// Such as "[3 of 87, 12 min left] ", of the run that comes next.
  std::string place() const;

 private:
  struct known {
    duration time{};
    std::size_t runs = 0;
  };

  const std::vector<entry> runs_;
  std::size_t done_ = 0;
  duration passed_{};
  duration passed_guess_{};
  std::map<std::string, known> known_;
};

}  // namespace sluice::bench
