#include "cli/control_publisher.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

#include "client/interrupt.hpp"

namespace sluice::cli {
namespace {

// A worker answers when its history holds the update: milliseconds, seconds on a tired disk.
constexpr std::chrono::seconds longest_silence{30};
// What is written in one go: a few system calls for a thousand short lines.
constexpr std::size_t write_ahead_bytes = 256 * 1024;

std::string system_words() {
  return std::generic_category().message(errno);
}

}  // namespace

int control_publisher::publish_all() {
  for (;;) {
    run_.advance();
    if (run_.is_done()) return run_.exit_code();
    queue_lines();
    std::string trouble = write();
    if (trouble.empty()) trouble = wait();
    if (!trouble.empty()) return run_.give_up(trouble);
  }
}

void control_publisher::queue_lines() {
  const bool was_idle = run_.pipeline().unanswered() == 0;
  while (to_write_.size() < write_ahead_bytes) {
    const std::string* const line = run_.pipeline().take_next(clock::now());
    if (!line) break;
    to_write_ += *line;
  }
  // Silence counts from the first line that waits for an answer.
  if (was_idle) heard_ = clock::now();
}

std::string control_publisher::write() {
  while (!to_write_.empty()) {
    const ssize_t sent = ::send(socket_.number(), to_write_.data(), to_write_.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      to_write_.erase(0, static_cast<std::size_t>(sent));
    } else if (errno == EPIPE || errno == ECONNRESET) {
      // What it said before it left is still to be read.
      to_write_.clear();
      return read();
    } else if (errno != EINTR) {
      return errno == EAGAIN ? "" : "cannot write to the worker: " + system_words();
    }
  }
  return {};
}

std::string control_publisher::read() {
  char chunk[64 * 1024];
  for (;;) {
    const ssize_t got = ::recv(socket_.number(), chunk, sizeof chunk, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) return {};
    if (got <= 0) return "the worker ended the connection";
    heard_ = clock::now();
    answers_.feed({chunk, static_cast<std::size_t>(got)});
    while (const auto line = answers_.take_line()) {
      auto answer = try_parse_answer(*line);
      if (!answer) return "this is not the control socket of a worker: it answers something else";
      if (!run_.pipeline().take_answer(std::move(*answer), clock::now())) {
        return "the worker answered what was not asked";
      }
    }
  }
}

std::string control_publisher::wait() {
  const auto input = run_.input();
  pollfd watched[] = {{socket_.number(), POLLIN, 0}, {input.value_or(-1), POLLIN, 0}};
  if (!to_write_.empty()) watched[0].events |= POLLOUT;
  if (::poll(watched, std::size(watched), wait_limit(clock::now())) < 0 && errno != EINTR) {
    return "cannot wait: " + system_words();
  }
  std::string trouble;
  if (watched[0].revents != 0) trouble = read();
  const bool is_awaited = run_.pipeline().unanswered() > 0;
  if (trouble.empty() && is_awaited && clock::now() - heard_ >= longest_silence) {
    trouble =
        "the worker has answered nothing for " + std::to_string(longest_silence.count()) + " s";
  }
  if (trouble.empty() && watched[1].revents != 0) run_.take_input();
  return trouble;
}

int control_publisher::wait_limit(time_point now) const {
  time_point until = now + longest_silence;
  if (run_.pipeline().unanswered() > 0) until = heard_ + longest_silence;
  if (const auto due = run_.pipeline().due()) until = std::min(until, *due);
  return client::poll_limit(until, now);
}

}  // namespace sluice::cli
