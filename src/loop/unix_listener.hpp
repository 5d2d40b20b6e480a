#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <sys/types.h>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "loop/socket_file.hpp"

namespace sluice::loop {

struct listen_options {
  /// Permission bits of a unix socket's file. Connecting takes the right to write.
  mode_t mode = 0660;
  /// Group of a unix socket's file; empty leaves the one the system gave it.
  std::string group;
  /// Connections that may wait to be accepted. A burst of thousands, such as every browser coming
  /// back after a restart, must fit: on a unix socket the next one is refused at once.
  std::size_t backlog = 4096;
};

/// A unix socket that listens, non-blocking and closed on exec. It removes the file it made, and no
/// other. Moves, so that a list can hold it.
class unix_listener final {
 public:
  unix_listener(sluice::descriptor socket, socket_file made, std::string path)
      : path_(std::move(path)), socket_(std::move(socket)), file_(std::move(made)) {}

  unix_listener(unix_listener&&) noexcept = default;
  unix_listener& operator=(unix_listener other) noexcept {
    std::swap(path_, other.path_);
    std::swap(socket_, other.socket_);
    std::swap(file_, other.file_);
    return *this;
  }

  int descriptor() const { return socket_.number(); }
  /// As it was given.
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  sluice::descriptor socket_;
  socket_file file_;  // goes first
};

/// Binds `path` and listens on it. A socket file on which nobody answers is replaced. A live
/// socket, any other file, a folder and a symbolic link are left alone, each with its own failure.
/// Of processes that start at once on one path one wins and the others fail with `socket_in_use`:
/// the path's folder is locked (flock(2)) meanwhile. Mode and group are right before the first
/// connect can succeed, whatever the umask. Waits up to five seconds for the folder's lock.
result<unix_listener> try_listen_unix(const std::string& path, const listen_options& options);

}  // namespace sluice::loop
