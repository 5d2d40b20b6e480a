// The worker's side of a control socket, as a test wants it.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/socket.hpp"

namespace sluice::test {

/// Accepts one connection and answers each line that comes. The thread that does it ends with this.
class line_server final {
 public:
  /// What to answer to a line, with its line end; nothing closes the connection. What it has
  /// written may be read behind a call of `lines`.
  using answerer = std::function<std::optional<std::string>(const std::string& line)>;

  line_server(const std::string& path, answerer answer)
      : listening_(listen_on(path)), answer_(std::move(answer)), thread_([this] { serve(); }) {}
  ~line_server() {
    shutdown(listening_.number(), SHUT_RDWR);
    thread_.join();
  }
  line_server(const line_server&) = delete;
  line_server& operator=(const line_server&) = delete;

  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  void serve() {
    const descriptor peer(accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    std::string held;
    char chunk[64 * 1024];
    for (;;) {
      const auto got = read(peer.number(), chunk, sizeof chunk);
      if (got <= 0) return;
      held.append(chunk, static_cast<std::size_t>(got));
      for (auto end = held.find('\n'); end != held.npos; end = held.find('\n')) {
        const std::string line = held.substr(0, end);
        held.erase(0, end + 1);
        if (!answer(peer.number(), line)) return;
      }
    }
  }

  bool answer(int peer, const std::string& line) {
    const auto text = note(line);
    return text && send(peer, text->data(), text->size(), MSG_NOSIGNAL) ==
                       static_cast<ssize_t>(text->size());
  }

  std::optional<std::string> note(const std::string& line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(line);
    return answer_(line);
  }

  descriptor listening_;
  answerer answer_;
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
  std::thread thread_;
};

}  // namespace sluice::test
