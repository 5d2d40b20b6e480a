#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "fcgi/inherited.hpp"
#include "fcgi/listen_socket.hpp"
#include "loop/unix_listener.hpp"

namespace sluice::daemon {

/// The sockets a worker accepts on. Moves; closing it closes them all.
class listeners final {
 public:
  /// Takes those the process was started with, and opens those of the settings that are not among
  /// them. Says in the log where it listens. Fails on the first that cannot be had.
  static result<listeners> try_open(const config::settings& settings);

  /// Opens the control socket of the settings, where they name one that was not handed over.
  result<> open_control(const config::settings& settings);

  /// Those for the web server.
  const std::vector<fcgi::listen_socket>& sockets() const { return sockets_; }
  /// Whether there is one for the web server.
  bool is_empty() const { return sockets_.empty(); }
  /// Those for publishers of this machine, which are the caller's from now on.
  std::vector<loop::unix_listener> take_controls() { return std::move(controls_); }
  void close() { sockets_.clear(); }

 private:
  result<> open_sockets(const config::settings& settings);
  bool is_handed_over(const std::string& address) const;

  std::vector<fcgi::listen_socket> sockets_;
  std::vector<loop::unix_listener> controls_;
};

}  // namespace sluice::daemon
