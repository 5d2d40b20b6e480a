// Processes of this machine, as /proc tells of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "doctor/local_user.hpp"

namespace sluice::doctor {

/// A value.
struct local_process {
  pid_t id = 0;
  std::string name;
  /// With the groups it really has, which may be fewer than the databases hold by now.
  local_user user = {};
  /// The folder that it takes for the root of all files (chroot); "/" where that is not known.
  std::string root = "/";
};

/// What /proc/PID/status says of user and groups; nothing for a text that is none.
std::optional<local_user> try_read_status(std::string_view status);
/// The soft limit on open files of /proc/PID/limits; nothing where there is none.
std::optional<std::size_t> try_read_descriptor_limit(std::string_view limits);

std::optional<local_process> try_find_process(pid_t id);
/// The process that talks to the workers of a web server: one that has given up root, if there is
/// any. With a user's name only processes of that user. None in a container, which sees this
/// machine's sockets only as far as they are given to it.
std::optional<local_process> try_find_web_server(const std::string& user_name);
/// Who holds a socket open. Only root finds other users' processes.
std::optional<local_process> try_find_holder(std::uint64_t socket_inode);

/// The soft limit on open files, and how many are open; nothing where it may not be looked at.
std::optional<std::size_t> descriptor_limit_of(pid_t id);
std::optional<std::size_t> open_descriptors_of(pid_t id);

}  // namespace sluice::doctor
