// `sluice COMMAND` beside a test.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/process.hpp"
#include "support/socket.hpp"
#include "support/worker.hpp"

namespace sluice::test {

/// How a command ended.
struct command_ending {
  std::optional<int> code;  // nothing: it still runs
  std::string out;          // all that was not read before
  std::string errors;
};

/// A command that runs, its standard input and output in the hands of the test. Not movable.
class running_command final {
 public:
  explicit running_command(const std::vector<std::string>& words,
                           std::vector<std::pair<std::string, std::string>> environment = {})
      : input_(-1), output_(-1) {
    int in[2];
    int out[2];
    // The input is a socket, which can be written to without a signal when the command has ended.
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0 || pipe2(out, O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe for a command");
    }
    const descriptor reads(in[0]);
    const descriptor writes(out[1]);
    input_.reset(in[1]);
    output_.reset(out[0]);
    program what{{sluice_program()}, std::move(environment), {{0, in[0]}, {1, out[1]}}};
    what.arguments.insert(what.arguments.end(), words.begin(), words.end());
    process_ = std::make_unique<process>(what);
  }
  running_command(const running_command&) = delete;
  running_command& operator=(const running_command&) = delete;

  process& running() { return *process_; }

  /// Writes to the command's input. Blocks while the command reads nothing; throws
  /// std::runtime_error when it reads no more.
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = send(input_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) throw std::runtime_error("the command takes no input");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void end_input() { input_.close(); }

  /// The next line of the output, without its end; nothing at the end of it.
  std::optional<std::string> try_read_line(time_point deadline = within()) {
    auto end = taken_.find('\n');
    while (end == taken_.npos) {
      if (!read_some(deadline)) return std::nullopt;
      end = taken_.find('\n');
    }
    std::string line = taken_.substr(0, end);
    taken_.erase(0, end + 1);
    return line;
  }
  /// The same. Throws std::runtime_error when none comes.
  std::string read_line(time_point deadline = within()) {
    auto line = try_read_line(deadline);
    if (line) return std::move(*line);
    throw std::runtime_error("no line came from the command; it said: " + process_->errors());
  }

  /// Ends the input, and waits for the end of the output and of the command.
  command_ending finish(time_point deadline = within()) {
    end_input();
    while (read_some(deadline)) {
    }
    const auto code = process_->wait(deadline);
    return {code, std::exchange(taken_, {}), process_->errors()};
  }

 private:
  bool read_some(time_point deadline) {
    char chunk[16 * 1024];
    if (!wait_ready(output_.number(), POLLIN, deadline)) return false;
    const auto got = ::read(output_.number(), chunk, sizeof chunk);
    if (got <= 0) return false;
    taken_.append(chunk, static_cast<std::size_t>(got));
    return true;
  }

  descriptor input_;
  descriptor output_;
  std::string taken_;
  std::unique_ptr<process> process_;
};

/// Runs a command to its end with this input.
inline command_ending run_command(
    const std::vector<std::string>& words, std::string_view input = {},
    std::vector<std::pair<std::string, std::string>> environment = {}) {
  running_command started(words, std::move(environment));
  started.write(input);
  return started.finish();
}

}  // namespace sluice::test
