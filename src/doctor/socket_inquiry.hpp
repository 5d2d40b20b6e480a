// Questions to the kernel about listening sockets (sock_diag(7)), without privileges.
#pragma once

#include <cstdint>
#include <optional>

#include "doctor/socket_table.hpp"

namespace sluice::doctor {

/// The unix socket with this inode, if it listens.
std::optional<socket_queue> try_ask_unix(std::uint64_t inode);
/// The fullest TCP socket that listens on this port.
std::optional<socket_queue> try_ask_internet(std::uint16_t port);

}  // namespace sluice::doctor
