#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include <sys/types.h>

#include "base/result.hpp"

namespace sluice::fcgi {

struct listen_options {
  /// Permission bits of a unix socket's file.
  mode_t mode = 0660;
  /// Group of a unix socket's file; empty leaves it.
  std::string group;
  std::size_t backlog = 4096;
};

/// One listening descriptor. It removes the socket file it made, and no other. Moves, so that a
/// list can hold it.
class listen_socket final {
 public:
  /// Takes over a descriptor that somebody else bound: its address is left alone.
  static listen_socket adopt(int descriptor, std::string name);

  listen_socket(listen_socket&& other) noexcept;
  listen_socket& operator=(listen_socket&& other) noexcept;
  ~listen_socket();

  int descriptor() const { return descriptor_; }
  /// The path, HOST:PORT, or where it was inherited from.
  const std::string& name() const { return name_; }

 private:
  struct file_identity {
    dev_t device;
    ino_t inode;
  };
  friend result<listen_socket> try_listen(const std::string& address,
                                          const listen_options& options);
  friend class unix_binding;

  listen_socket(int descriptor, std::string name, std::optional<file_identity> file);
  void close();

  int descriptor_;
  std::string name_;
  std::optional<file_identity> file_;
};

/// Binds and listens on a unix path (anything with a slash) or HOST:PORT ([::1]:9000).
///
/// A socket file on which nobody answers is replaced. A live socket, any other file and a symbolic
/// link are left alone, and the failure says which it was. Mode and group are right before the
/// first connect can succeed, whatever the umask. Changes the umask for a moment: call it before
/// other threads create files.
result<listen_socket> try_listen(const std::string& address, const listen_options& options);

/// The backlog the kernel really gives: the one asked, cut to net.core.somaxconn.
std::size_t effective_backlog(std::size_t asked);

}  // namespace sluice::fcgi
