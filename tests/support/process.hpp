#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/types.h>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"

namespace sluice::test {

/// What to start, and how. A value.
struct program {
  std::vector<std::string> arguments;                              // the first is the path
  std::vector<std::pair<std::string, std::string>> environment{};  // added to the test's own
  // First the number in the program, then ours. Standard input is /dev/null unless named here.
  std::vector<std::pair<int, int>> descriptors{};
  std::optional<std::uint64_t> soft_descriptor_limit{};
  std::optional<std::uint64_t> hard_descriptor_limit{};
  std::optional<mode_t> file_mask{};
};

/// A program that runs beside the test, killed when this is destroyed. A thread of its own takes
/// in the program's standard error, so the program never waits for the test.
class process final {
 public:
  /// Throws std::system_error when it cannot be started.
  explicit process(const program& what);
  ~process();
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  pid_t id() const { return id_; }
  void signal(int number) const;

  /// Waits for the end: the exit code, or minus the signal's number. Nothing: it still runs. Of a
  /// program that has ended, all that it wrote is there then.
  std::optional<int> wait(time_point deadline);
  bool is_running() { return !wait(clock::now()).has_value(); }

  /// What it wrote to standard error so far.
  std::string errors() const;
  /// Waits until standard error holds `text`.
  bool wait_for_error(const std::string& text, time_point deadline = within());
  /// How many lines of standard error hold `text`.
  std::size_t error_lines_with(const std::string& text) const;

  /// Counted in /proc: the descriptors it has open.
  std::size_t open_descriptors() const;
  /// The processor time it has used, user and system, of all its threads.
  std::chrono::nanoseconds processor_time() const;
  /// Kibibytes, of a field of /proc/PID/status such as VmHWM.
  std::size_t memory_kib(const std::string& field) const;

 private:
  void take_errors();

  pid_t id_;
  descriptor handle_;     // pidfd
  descriptor error_end_;  // the pipe's reading end
  std::optional<int> code_;
  mutable std::mutex mutex_;
  std::condition_variable grown_;
  std::string errors_;
  bool has_all_errors_ = false;
  std::thread reader_;
};

}  // namespace sluice::test
