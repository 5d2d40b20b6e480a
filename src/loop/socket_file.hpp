#pragma once

#include <string>

#include <sys/types.h>

namespace sluice::loop {

/// The file of a unix socket that this process made. Removes it, unless another file has taken its
/// place. While its socket is open nobody takes the path over, and no other file gets its inode, so
/// this goes before the socket. Moves.
class socket_file final {
 public:
  /// `path` is absolute, because the working folder may change; an empty one removes nothing.
  socket_file(std::string path, dev_t device, ino_t inode);
  socket_file(socket_file&& other) noexcept;
  socket_file& operator=(socket_file other) noexcept;
  ~socket_file();

 private:
  std::string path_;
  dev_t device_;
  ino_t inode_;
};

}  // namespace sluice::loop
