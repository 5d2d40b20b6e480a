#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::daemon {

/// Tells the service manager that started this process what becomes of it: datagrams, as in
/// sd_notify(3). Where nobody asked to be told, nothing is sent. A datagram that cannot be sent is
/// said once in the log. Main thread.
class service_manager final {
 public:
  /// Takes NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID out of the environment, so that no child
  /// speaks in our name. Before there are threads that read it.
  static service_manager from_environment();

  /// The worker accepts; `status` is a line for people.
  void ready(std::string_view status) { send("READY=1\nSTATUS=" + std::string(status)); }
  /// The configuration is being read again; `ready` says when that is done.
  void reloading();
  /// The worker ends.
  void stopping(std::string_view status) { send("STOPPING=1\nSTATUS=" + std::string(status)); }
  void alive() { send("WATCHDOG=1"); }

  /// How often `alive` has to be said, or this process is killed and started again.
  std::optional<std::chrono::microseconds> longest_silence() const { return longest_silence_; }

 private:
  service_manager() = default;

  void send(std::string_view message);

  std::string address_;  // a path, or @NAME; empty where nobody asked
  std::optional<std::chrono::microseconds> longest_silence_;
  bool has_failed_ = false;
};

}  // namespace sluice::daemon
