// A worker with a hub that outlives it, and what tests tell it.
#pragma once

#include <csignal>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "integration/cli/running_command.hpp"
#include "support/ask.hpp"
#include "support/temporary_folder.hpp"
#include "support/worker.hpp"

namespace sluice::test {

/// `sluice serve --demo` with a publisher's key, a control socket and its history in a file: it can
/// be killed and started anew on the same sockets.
class hub_worker final {
 public:
  hub_worker() {
    std::ofstream(key()) << "0123456789abcdef0123456789abcdef";
    write_token("publisher", {"--publish", "*"});
  }
  hub_worker(const hub_worker&) = delete;
  hub_worker& operator=(const hub_worker&) = delete;

  void start() {
    running_ = std::make_unique<worker>(worker_plan::demo()
                                            .address(address())
                                            .option("--publisher-key", key())
                                            .option("--control", control())
                                            .option("--history", "sqlite:" + (folder_ / "h.db"))
                                            .option("--retry-min", "100ms")
                                            .option("--retry-max", "150ms"));
  }
  void kill() {
    running_->running().signal(SIGKILL);
    running_->running().wait(within());
    running_.reset();
  }
  worker& running() { return *running_; }

  std::string address() const { return folder_ / "s.sock"; }
  std::string control() const { return folder_ / "c.sock"; }
  std::string key() const { return folder_ / "key"; }
  std::string file(const std::string& name) const { return folder_ / name; }

  /// Mints a token into a file of that name, and returns the file's path.
  std::string write_token(const std::string& name, std::vector<std::string> grants) {
    grants.insert(grants.begin(), {"token", "mint", "--key", key()});
    const auto minted = run_command(grants);
    if (minted.code != 0) throw std::runtime_error(minted.errors);
    std::ofstream(file(name)) << minted.out;
    if (name == "publisher") token_ = minted.out.substr(0, minted.out.size() - 1);
    return file(name);
  }

  /// Publishes over FastCGI. True when the hub holds the update.
  bool publish(const std::string& topic, const std::string& data) {
    const std::string form = "topic=" + topic + "&data=" + data;
    const auto answer =
        ask(address(), web_request("/.well-known/mercure")
                           .method("POST")
                           .variable("CONTENT_TYPE", "application/x-www-form-urlencoded")
                           .variable("CONTENT_LENGTH", std::to_string(form.size()))
                           .variable("HTTP_AUTHORIZATION", "Bearer " + token_)
                           .body(form));
    return parse_answer(answer.output).code() == 200;
  }

 private:
  temporary_folder folder_;
  std::string token_;
  std::unique_ptr<worker> running_;
};

/// A topic's event has come through when the stream is open: waits for the note that says so.
inline bool is_connected(running_command& tail) {
  return tail.running().wait_for_error("connected\n");
}

}  // namespace sluice::test
