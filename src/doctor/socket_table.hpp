// The sockets of this machine that listen, as the kernel lists them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::doctor {

/// A line of /proc/net/unix that listens. A value.
struct listening_path {
  std::string path;
  std::uint64_t inode = 0;

  friend bool operator==(const listening_path&, const listening_path&) = default;
};

/// Reads /proc/net/unix: the stream sockets that listen on a path. Pure.
std::vector<listening_path> read_socket_table(std::string_view table);
/// Those of this machine now.
std::vector<listening_path> listening_paths();

/// How full a listening socket's queue is. A value.
struct socket_queue {
  /// Connections that nobody has accepted yet.
  std::size_t waiting = 0;
  /// How many may wait: what listen(2) was told, cut to net.core.somaxconn.
  std::size_t backlog = 0;
  std::uint64_t inode = 0;
};

/// Asks the kernel (sock_diag(7)) about the unix socket that listens on `path`. Nothing where none
/// does, or the kernel does not tell.
std::optional<socket_queue> try_measure_path(const std::string& path);
/// The same for TCP, on all addresses or the one that `port` is reached by: the fullest counts.
std::optional<socket_queue> try_measure_port(std::uint16_t port);

/// net.core.somaxconn; nothing where it cannot be read.
std::optional<std::size_t> kernel_backlog_limit();

}  // namespace sluice::doctor
