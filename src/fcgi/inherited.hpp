#pragma once

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "fcgi/listen_socket.hpp"
#include "loop/unix_listener.hpp"

namespace sluice::fcgi {

/// What this process was started with.
struct inherited_sockets {
  /// For the web server.
  std::vector<listen_socket> for_requests;
  /// For publishers of this machine: systemd's socket with the name `control`
  /// (FileDescriptorName=). None where there is none of that name.
  std::optional<loop::unix_listener> for_control;
};

/// The listening sockets this process was started with: systemd's, in the order of its unit
/// (LISTEN_FDS, see sd_listen_fds(3)), else descriptor 0 where it is a listening socket
/// (FCGI_LISTENSOCK_FILENO, FastCGI 1.0, section 2.2), as spawn-fcgi and lighttpd start workers.
/// Empty when there is none.
///
/// Fails when systemd hands over what is not a listening stream socket, a control socket that is
/// not a unix one, two of those, or a number that is none. LISTEN_FDS without LISTEN_PID, or for
/// another process, are ignored. LISTEN_FDS, LISTEN_PID and LISTEN_FDNAMES are removed in every
/// case, and what is taken is closed on exec, so that children see neither; what was descriptor 0
/// moves to another number, and /dev/null takes its place. Sockets become non-blocking, also for
/// whoever shares them. What waits in systemd's sockets at the end is left to the next worker, for
/// systemd keeps them; what waits in descriptor 0 is answered. Call it once, before there are
/// threads that read the environment.
result<inherited_sockets> try_take_inherited();

}  // namespace sluice::fcgi
