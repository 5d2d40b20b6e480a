// What was seen of a worker's socket on this machine.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "doctor/audit_log.hpp"
#include "doctor/local_path.hpp"
#include "doctor/local_process.hpp"
#include "doctor/local_user.hpp"
#include "doctor/socket_table.hpp"
#include "doctor/unit_private_folder.hpp"

namespace sluice::doctor {

/// Whose way to the socket is judged. A value.
struct socket_visitor {
  /// With the groups that count now: those of a running web server, else those of the databases.
  /// Without a name where none runs, none is named, and this machine has none of the usual ones.
  local_user user;
  /// What the databases say by now, where it is another.
  std::optional<local_user> after_restart = {};
  /// Where one runs.
  std::optional<local_process> web_server = {};
  /// Its unit, such as nginx.service.
  std::string unit = {};

  bool is_known() const { return !user.name.empty(); }
};

/// Who listens. A value.
struct socket_host {
  std::optional<local_process> process = {};
  /// systemd made the socket: its unit has mode, group and backlog.
  bool is_from_systemd = false;
  /// The worker sees another /tmp than this process.
  folder_view view = folder_view::unknown;
  std::optional<std::size_t> descriptor_limit = {};
  std::optional<std::size_t> open_descriptors = {};

  /// systemd waits for connections, and no worker that it started has the socket.
  bool is_systemd_alone() const { return is_from_systemd && process && process->id == 1; }
};

/// A value; what could not be looked at stays as it is here.
struct socket_sight {
  /// A path, which holds a slash, or HOST:PORT.
  std::string address;
  /// Of a path.
  std::vector<path_step> steps = {};
  socket_visitor visitor = {};
  /// This process's own user.
  local_user self = {};
  /// Of this process's own connect(2); 0 when it succeeded.
  int connect_error = 0;
  /// Why a HOST:PORT stands for nothing that could be connected to; empty otherwise.
  std::string address_trouble = {};
  socket_host host = {};
  /// Where sockets of workers listen.
  std::vector<std::string> worker_paths = {};
  /// A socket with this path listens, whether or not the path leads to it.
  bool is_listed = false;
  /// What the web server sees in place of the socket's temporary folder.
  folder_view visitor_view = folder_view::unknown;
  std::optional<socket_queue> queue = {};
  std::optional<std::size_t> backlog_limit = {};
  audit_reading audit = {};

  bool is_path() const { return address.find('/') != std::string::npos; }
  /// The socket's file is there.
  bool has_file() const { return !steps.empty() && steps.back().error == 0; }
};

}  // namespace sluice::doctor
