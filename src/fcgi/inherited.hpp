#pragma once

#include <vector>

#include "base/result.hpp"
#include "fcgi/listen_socket.hpp"

namespace sluice::fcgi {

/// The listening sockets this process was started with, in this order: systemd's (LISTEN_FDS, see
/// sd_listen_fds(3)), else descriptor 0 where it is a listening socket (FCGI_LISTENSOCK_FILENO,
/// FastCGI 1.0, section 2.2), as spawn-fcgi and lighttpd start workers. Empty when there is none.
///
/// Fails when systemd hands over what is not a listening stream socket. LISTEN_FDS meant for
/// another process are ignored; the variables are removed, so that children do not see them. Call
/// it once, before there are threads.
result<std::vector<listen_socket>> try_take_inherited();

}  // namespace sluice::fcgi
