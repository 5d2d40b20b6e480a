#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <sys/types.h>

#include "base/result.hpp"

namespace sluice::fcgi {

struct listen_options {
  /// Permission bits of a unix socket's file. Connecting takes the right to write.
  mode_t mode = 0660;
  /// Group of a unix socket's file; empty leaves the one the system gave it.
  std::string group;
  /// Connections that may wait to be accepted. A burst of thousands, such as every browser coming
  /// back after a restart, must fit: on a unix socket the next one is refused at once.
  std::size_t backlog = 4096;
};

/// One listening descriptor, non-blocking and closed on exec. It removes the socket file it made,
/// and no other. Moves, so that a list can hold it.
class listen_socket final {
 public:
  /// Takes over a listening descriptor that somebody else bound. Its file, mode and backlog are
  /// left alone, also at the end. `origin` says where it came from, such as "descriptor 0".
  static listen_socket adopt(int descriptor, const std::string& origin);

  listen_socket(listen_socket&& other) noexcept;
  listen_socket& operator=(listen_socket&& other) noexcept;
  ~listen_socket();

  int descriptor() const { return descriptor_; }
  /// For the log: the path, or HOST:PORT in digits with the port the system chose, followed by the
  /// origin when it was adopted.
  const std::string& name() const { return name_; }

 private:
  struct file {
    std::string path;  // absolute: the working folder may change
    dev_t device;
    ino_t inode;
  };
  friend result<listen_socket> try_listen(const std::string& address,
                                          const listen_options& options);
  friend class unix_binding;

  listen_socket(int descriptor, std::string name, std::optional<file> made);
  void close();

  int descriptor_;
  std::string name_;
  std::optional<file> file_;
};

/// Binds and listens on a unix path (whatever holds a slash: /run/sluice/s.sock, ./s.sock) or on
/// HOST:PORT (127.0.0.1:9000, [::1]:9000, localhost:9000). The host must be said, because FastCGI
/// has no authentication: 0.0.0.0 and [::] serve whoever reaches the port. [::] is IPv6 only, and
/// a name stands for the first of its addresses that this machine has. Port 0 lets the system
/// choose.
///
/// A socket file on which nobody answers is replaced. A live socket, any other file, a folder and a
/// symbolic link are left alone, each with its own failure. Of workers that start at once on one
/// path one wins and the others fail with `socket_in_use`: the path's folder is locked (flock(2))
/// meanwhile. Mode and group are right before the first connect can succeed, whatever the umask.
result<listen_socket> try_listen(const std::string& address, const listen_options& options);

/// The backlog the kernel really gives: the one asked, cut to net.core.somaxconn. Less than asked
/// means that the kernel cuts it.
std::size_t effective_backlog(std::size_t asked);

}  // namespace sluice::fcgi
