#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::test {

// The secret of the hubs that tests start; as long as HS256 wants.
inline constexpr std::string_view hub_key = "a-key-of-the-tests-0123456789abc";

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
  /// `sluice serve` with `hub_key` as its publisher-key, in a file of the worker's folder.
  static worker_plan hub();
  /// `sluice serve` and nothing else.
  static worker_plan serve() { return worker_plan({sluice_program(), "serve"}); }

  worker_plan& option(std::string name, std::string value);
  worker_plan& flag(std::string name);
  /// The option's value is `prefix` and the path of `file` in the worker's folder.
  worker_plan& place(std::string name, std::string prefix, std::string file);
  /// Writes `content` to `file` in the worker's folder and gives its path to the option.
  worker_plan& file(std::string name, std::string file, std::string content);
  /// Listens here in place of the temporary folder's socket: a path or HOST:PORT.
  worker_plan& address(std::string where);
  /// Listens on what is inherited as descriptor `number`; no socket is named to the worker.
  worker_plan& inherit(int number, int ours, std::string where);
  worker_plan& variable(std::string name, std::string value);
  worker_plan& descriptor_limits(std::uint64_t soft, std::uint64_t hard);
  worker_plan& file_mask(mode_t mask);
  /// The system call fails with EPERM, as where a container's filter forbids it.
  worker_plan& without_call(long number);
  /// Puts `words` before the program, as a shell that sets LISTEN_PID to the worker's own id.
  worker_plan& as_activated(std::string listen_fds, std::string listen_pid = "$$");

 private:
  friend class worker;
  explicit worker_plan(std::vector<std::string> arguments) { program_.arguments = arguments; }

  // An option whose value is a path in the worker's folder, known when that is.
  struct placed {
    std::string name;
    std::string prefix;
    std::string file;
    std::optional<std::string> content;
  };

  program program_;
  std::vector<placed> placed_;
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

  /// Waits for the end of what runs, which the test has signalled, and starts the same again, with
  /// the same address and folder. Complete and failing as the constructor. By the thread that
  /// constructed it, for the program dies with the thread that started it.
  void start_again(time_point deadline = within());

  const std::string& address() const { return address_; }
  process& running() { return *process_; }
  const temporary_folder& folder() const { return folder_; }
  /// What all that ran and runs wrote to standard error.
  std::string errors() const { return earlier_errors_ + process_->errors(); }

 private:
  void start();

  temporary_folder folder_;
  program program_;
  std::string earlier_errors_;
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
