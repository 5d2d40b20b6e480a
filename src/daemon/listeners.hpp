#pragma once

#include <vector>

#include "base/result.hpp"
#include "config/settings.hpp"
#include "fcgi/listen_socket.hpp"

namespace sluice::daemon {

/// The sockets a worker accepts on. Moves; closing it closes them all.
class listeners final {
 public:
  /// Opens those of the settings, or takes those the process was started with when there are none.
  /// Says in the log where it listens. Fails on the first that cannot be had.
  static result<listeners> try_open(const config::settings& settings);

  std::vector<int> descriptors() const;
  bool is_empty() const { return sockets_.empty(); }
  void close() { sockets_.clear(); }

 private:
  std::vector<fcgi::listen_socket> sockets_;
};

}  // namespace sluice::daemon
