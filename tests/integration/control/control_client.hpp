// The other side of a control socket, down to the byte.
#pragma once

#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/socket.h>

#include "support/socket.hpp"
#include "support/worker.hpp"

namespace sluice::test {

/// A trial worker with a control socket, named by `control_path`.
inline worker_plan demo_with_control() {
  return worker_plan::demo().place("--control", "", "control.sock");
}

inline std::string control_path(const worker& of) {
  return of.folder() / "control.sock";
}

/// `{"topic":TOPIC,"data":DATA}` and a line feed, for texts that JSON need not escape.
inline std::string update_line(const std::string& topic, const std::string& data) {
  return R"({"topic":")" + topic + R"(","data":")" + data + "\"}\n";
}

/// One connection. Throws std::runtime_error when what is waited for does not come, and
/// std::system_error when the connection fails.
class control_client final {
 public:
  explicit control_client(const std::string& path) : socket_(connect_to(path, within())) {}
  explicit control_client(const worker& of) : control_client(control_path(of)) {}

  /// Sends all of `bytes`, waiting for room.
  void send(std::string_view bytes, time_point deadline = within()) {
    while (!bytes.empty()) {
      bytes.remove_prefix(send_some(bytes));
      if (!bytes.empty() && !wait_ready(socket_.number(), POLLOUT, deadline)) {
        throw std::runtime_error("the worker does not read");
      }
    }
  }
  /// Sends what there is room for now; returns how much that is.
  std::size_t send_some(std::string_view bytes) {
    const ssize_t sent = ::send(socket_.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) return static_cast<std::size_t>(sent);
    if (errno == EAGAIN) return 0;
    throw std::system_error(errno, std::generic_category(), "send");
  }
  /// Says that nothing more is sent; answers still come.
  void end_input() { ::shutdown(socket_.number(), SHUT_WR); }
  void close() { socket_.close(); }
  int descriptor_number() const { return socket_.number(); }

  /// The next answer, without its line feed.
  std::string read_line(time_point deadline = within()) {
    std::size_t end;
    while ((end = text_.find('\n')) == text_.npos) {
      if (!read(deadline)) throw std::runtime_error("the worker closed the connection");
    }
    const std::string line = text_.substr(0, end);
    text_.erase(0, end + 1);
    return line;
  }
  std::vector<std::string> read_lines(std::size_t count, time_point deadline = within()) {
    std::vector<std::string> lines;
    while (lines.size() < count) lines.push_back(read_line(deadline));
    return lines;
  }
  /// Everything that comes until the worker closes the connection.
  std::string read_to_end(time_point deadline = within()) {
    while (read(deadline)) {
    }
    return std::move(text_);
  }

  /// Sends a line and returns its answer.
  std::string ask(const std::string& line) {
    send(line + '\n');
    return read_line();
  }
  /// True when there is something to read, or the connection has ended.
  bool has_answer(time_point deadline) {
    return !text_.empty() || wait_ready(socket_.number(), POLLIN, deadline);
  }

 private:
  // False at the end of what the worker sends.
  bool read(time_point deadline) {
    if (!wait_ready(socket_.number(), POLLIN, deadline)) {
      throw std::runtime_error("the worker does not answer; so far: " + text_);
    }
    char chunk[64 * 1024];
    const ssize_t count = ::recv(socket_.number(), chunk, sizeof chunk, 0);
    if (count < 0) throw std::system_error(errno, std::generic_category(), "recv");
    text_.append(chunk, static_cast<std::size_t>(count));
    return count > 0;
  }

  descriptor socket_;
  std::string text_;
};

/// Sends line after line until `of` reads no more, which a busy machine cannot be mistaken for:
/// there is no room for more, and the worker does nothing. Returns how many lines were begun;
/// `rest` gets what of them is not sent. Throws std::runtime_error when the worker reads on and on.
inline int send_until_stuck(worker& of, control_client& by, std::string& rest) {
  constexpr std::chrono::milliseconds look(300);
  constexpr std::chrono::milliseconds idle(30);
  const time_point deadline = within(std::chrono::seconds(40));
  int lines = 0;
  for (auto used = of.running().processor_time(); clock::now() < deadline;) {
    if (rest.empty()) rest = R"({"topic":"t","id":")" + std::to_string(lines++) + "\"}\n";
    rest.erase(0, by.send_some(rest));
    if (rest.empty() || wait_ready(by.descriptor_number(), POLLOUT, within(look))) continue;
    const auto now = of.running().processor_time();
    if (now - std::exchange(used, now) < idle) return lines;
  }
  throw std::runtime_error("the worker reads on although its answers are not read");
}

/// The id of an answer that tells of an update that is held; empty for any other answer.
inline std::string id_of(const std::string& answer) {
  constexpr std::string_view before = R"({"id":")";
  if (!answer.starts_with(before) || !answer.ends_with("\"}")) return {};
  return answer.substr(before.size(), answer.size() - before.size() - 2);
}

}  // namespace sluice::test
