#pragma once

#include <string>

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "cli/line_cutter.hpp"
#include "cli/publish_run.hpp"

namespace sluice::cli {

/// Publishes over a control socket: one line an update, one line an answer. Takes the connected
/// socket over; borrows the run.
class control_publisher final {
 public:
  control_publisher(descriptor connected, publish_run& run)
      : socket_(std::move(connected)), run_(run) {}
  control_publisher(const control_publisher&) = delete;
  control_publisher& operator=(const control_publisher&) = delete;

  /// Publishes all of the run's input, reading it while answers come. Returns the exit code; a
  /// worker that goes away or answers nothing for half a minute is `exit_unreachable`.
  int publish_all();

 private:
  void queue_lines();
  // Empty, or why the worker cannot be talked with any more.
  std::string write();
  std::string read();
  std::string wait();
  int wait_limit(time_point now) const;

  descriptor socket_;
  publish_run& run_;
  line_cutter answers_;
  std::string to_write_;
  time_point heard_ = clock::now();
};

}  // namespace sluice::cli
