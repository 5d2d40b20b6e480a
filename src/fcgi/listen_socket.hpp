#pragma once

#include <cstddef>
#include <string>
#include <variant>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "loop/unix_listener.hpp"

namespace sluice::fcgi {

using loop::listen_options;

/// What becomes of the connections that wait in a socket's queue when the worker stops accepting:
/// it answers them, as they would be lost with it, or leaves them to whoever serves the socket
/// next.
enum class queue_at_end { answered, left };

/// One listening descriptor, non-blocking and closed on exec. It removes the socket file it made,
/// and no other. Moves, so that a list can hold it.
class listen_socket final {
 public:
  /// Takes over a listening descriptor that somebody else bound. Its file, mode and backlog are
  /// left alone, also at the end. `origin` says where it came from, such as "descriptor 0".
  static listen_socket adopt(int descriptor, const std::string& origin, queue_at_end queue);

  int descriptor() const;
  /// For the log: the path, or HOST:PORT in digits with the port the system chose, followed by the
  /// origin when it was adopted.
  const std::string& name() const { return name_; }
  /// The name without the origin.
  const std::string& address() const { return address_; }
  queue_at_end queue() const { return queue_; }

 private:
  using any_socket = std::variant<sluice::descriptor, loop::unix_listener>;
  friend result<listen_socket> try_listen(const std::string& address,
                                          const listen_options& options);

  listen_socket(any_socket socket, std::string address, const std::string& origin = {},
                queue_at_end queue = queue_at_end::answered);

  any_socket socket_;
  std::string address_;
  std::string name_;
  queue_at_end queue_;
};

/// Where a bound socket is: a path, @NAME (unix(7), abstract), or HOST:PORT in digits.
std::string local_address(int descriptor);

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
