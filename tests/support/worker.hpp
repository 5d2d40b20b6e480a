#pragma once

#include <memory>
#include <string>
#include <vector>

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::test {

// Where the programs are; the build says it.
std::string ticker_program();
std::string sluice_program();

/// Which worker to start, and how. A value; every setter returns it for the next.
class worker_plan final {
 public:
  /// The ticker (tests/workers/ticker.cpp), on a socket in a temporary folder.
  static worker_plan ticker() { return worker_plan({ticker_program()}); }
  /// `sluice serve --demo`.
  static worker_plan demo() { return worker_plan({sluice_program(), "serve", "--demo"}); }

  worker_plan& option(std::string name, std::string value);
  /// Listens here in place of the temporary folder's socket: a path or HOST:PORT.
  worker_plan& address(std::string where);
  /// Listens on what is inherited as descriptor `number`; no socket is named to the worker.
  worker_plan& inherit(int number, int ours, std::string where);
  worker_plan& variable(std::string name, std::string value);
  worker_plan& descriptor_limits(std::uint64_t soft, std::uint64_t hard);
  worker_plan& file_mask(mode_t mask);
  /// Puts `words` before the program, as a shell that sets LISTEN_PID to the worker's own id.
  worker_plan& as_activated(std::string listen_fds, std::string listen_pid = "$$");

 private:
  friend class worker;
  explicit worker_plan(std::vector<std::string> arguments) { program_.arguments = arguments; }

  program program_;
  std::string address_;
  bool is_inherited_ = false;
};

/// A worker that runs, killed when this is destroyed. Constructed when it serves connections, and
/// the one that was tried is closed; throws std::runtime_error with the worker's own words when it
/// ends before.
class worker final {
 public:
  explicit worker(worker_plan plan = worker_plan::ticker());
  /// Shows the worker's words when it ended otherwise than by an exit 0 or the test's SIGKILL, for
  /// they say more than the test's own failure.
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  const std::string& address() const { return address_; }
  process& running() { return *process_; }
  const temporary_folder& folder() const { return folder_; }

 private:
  temporary_folder folder_;
  std::string address_;
  std::unique_ptr<process> process_;
};

/// Starts what should refuse to start, and waits for its end: the exit code and its words.
struct refusal {
  std::optional<int> code;
  std::string errors;
};
refusal start_in_vain(const std::vector<std::string>& arguments);

}  // namespace sluice::test
