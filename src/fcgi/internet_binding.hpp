#pragma once

#include <cstddef>
#include <string>

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace sluice::fcgi {

/// Binds HOST:PORT and listens on it; what that means is said at `try_listen`. Blocks while a name
/// is looked up.
result<sluice::descriptor> try_listen_internet(const std::string& address, std::size_t backlog);

/// HOST:PORT in digits, an IPv6 host in brackets.
std::string internet_name(const sockaddr_storage& address, socklen_t size_bytes);

}  // namespace sluice::fcgi
