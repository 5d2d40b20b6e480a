#include "doctor/socket_rights.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

namespace sluice::doctor {
namespace {

// Who is in one of them may do far more than connect to a socket.
constexpr std::array powerful_groups = {"root",   "sudo", "wheel", "adm", "shadow",         "disk",
                                        "docker", "kmem", "staff", "lxd", "systemd-journal"};
// What the package calls the worker's user and group.
constexpr std::string_view worker_group = "sluice";
// What stands there is people's own, a service's own, or secret: it is not opened for a web server.
constexpr std::array private_folders = {"/root",
                                        "/home",
                                        "/run/user",
                                        "/var/run/user",
                                        "/run/private",
                                        "/var/lib/private",
                                        "/var/cache/private",
                                        "/var/log/private",
                                        "/etc/ssl/private",
                                        "/etc/pki"};

std::string mode_text(mode_t mode) {
  char digits[8];
  std::snprintf(digits, sizeof digits, "%04o", static_cast<unsigned>(mode));
  return digits;
}

std::string rules_text(const access_rules& rules) {
  return "mode " + mode_text(rules.mode) + ", owner " + user_name(rules.owner) + ", group " +
         group_name(rules.group) + (rules.list.empty() ? "" : ", with an access control list");
}

finding fault(const socket_sight& seen, std::string kind) {
  return {"rights", judgement::fault, std::move(kind),
          "the way of user " + seen.visitor.user.name + " to " + seen.address};
}

bool is_powerful(const std::string& group) {
  return std::find(powerful_groups.begin(), powerful_groups.end(), group) != powerful_groups.end();
}

bool is_private(const std::string& folder) {
  return std::any_of(private_folders.begin(), private_folders.end(), [&](const std::string& each) {
    return folder == each || folder.starts_with(each + "/");
  });
}

std::string restart_command(const socket_visitor& who) {
  if (!who.unit.empty()) return "`systemctl restart " + who.unit + "`";
  return "restart the web server";
}

// Of the folder, by the least that lets the user pass.
std::string way_through(const path_step& folder, const local_user& who) {
  const std::string word = shell_word(folder.path);
  const bool is_by_group = folder.rules.list.empty() && who.is_in(folder.rules.group);
  const std::string command = is_by_group ? "chmod g+x " : "setfacl -m u:" + who.name + ":x ";
  std::string change = "`" + command + word + "`, which lets pass and not list";
  if (!folder.path.starts_with("/run/")) return change;
  // Only the worker's own is known to hold nothing but sockets.
  if (!folder.path.ends_with("/" + std::string(worker_group))) {
    return change +
           "; it is gone when the folder is made anew, so better listen on "
           "/run/sluice/sluice.sock (`--socket`)";
  }
  return change +
         "; where a unit makes the folder, `RuntimeDirectoryMode=0755` in it (of a socket "
         "unit: `DirectoryMode=0755`)";
}

finding judge_folder(const socket_sight& seen, const path_step& folder) {
  finding found = fault(seen, "folder-closed");
  found.seen = "may not pass the folder " + folder.path + " (" + rules_text(folder.rules) + ")";
  found.cause = "the folder is closed to the web server, whatever the socket's own mode";
  found.change = way_through(folder, seen.visitor.user);
  if (is_private(folder.path)) {
    found.change = "listen on /run/sluice/sluice.sock (`--socket`): what is private stays closed";
  }
  return found;
}

// Where the socket's mode and group are said.
std::string socket_lines(const socket_sight& seen, const std::string& group) {
  if (seen.host.is_from_systemd) {
    return "`systemctl edit sluice.socket` with `[Socket]`, `SocketMode=0660` and `SocketGroup=" +
           group + "`, then `systemctl restart sluice.socket sluice.service`";
  }
  return "in the worker's configuration (/etc/sluice/sluice.conf) write `socket-mode = 0660` and "
         "`socket-group = " +
         group + "`, and restart the worker";
}

finding judge_socket(const socket_sight& seen, const access_rules& rules) {
  const local_user& who = seen.visitor.user;
  const std::string group = group_name(rules.group);
  const bool group_may = (rules.mode & 0020) != 0;
  const bool is_wrong_group = group_may && !who.is_in(rules.group);
  finding found = fault(seen, is_wrong_group ? "socket-group" : "socket-mode");
  found.seen = "may not write to the socket (" + rules_text(rules) + ")";
  if (is_wrong_group) {
    found.cause = "user " + who.name + " is not in the group " + group;
    found.change =
        group == worker_group && !is_powerful(group)
            ? "`usermod -aG " + group + " " + who.name + "`, then " + restart_command(seen.visitor)
            : socket_lines(seen, group_name(who.group));
  } else {
    found.cause = "connecting takes the right to write, which the mode does not give this user";
    found.change = socket_lines(
        seen, group_name(who.is_in(rules.group) && !is_powerful(group) ? rules.group : who.group));
  }
  return found;
}

finding judge_late_group(const socket_sight& seen) {
  finding found = fault(seen, "group-not-yet");
  found.seen = "the user is in a group that may connect, and the running web server is not yet";
  found.cause = "processes keep the groups that they were started with";
  found.change = restart_command(seen.visitor);
  return found;
}

// By the path that stands here a process with another root finds another file, or none.
bool is_out_of_sight(const socket_sight& seen) {
  if (!seen.visitor.web_server || !seen.is_path()) return false;
  const std::string& root = seen.visitor.web_server->root;
  const std::string& socket = seen.steps.back().path;
  return root != "/" && !socket.starts_with(root + "/");
}

finding judge_other_root(const socket_sight& seen) {
  const local_process& server = *seen.visitor.web_server;
  finding found = fault(seen, "web-server-root");
  found.seen = "process " + std::to_string(server.id) + " (" + server.name + ") has " +
               server.root + " as its root, and the socket is not below it";
  found.cause = "its `chroot` keeps it from all other files: by that path it finds none";
  const std::string socket = server.root + "/sluice.sock";
  found.change =
      (seen.host.is_from_systemd
           ? "`systemctl edit sluice.socket` with `[Socket]` and `ListenStream=" + socket +
                 "`, then `systemctl restart sluice.socket sluice.service`"
           : "start the worker with `--socket " + socket + "`") +
      "; the web server's name for it is /sluice.sock";
  return found;
}

}  // namespace

finding judge_rights(const socket_sight& seen) {
  const local_user& who = seen.visitor.user;
  if (!seen.visitor.is_known()) {
    return {"rights", judgement::skipped, "", "the way of the web server to " + seen.address,
            "no web server runs, and this machine has no user of a usual name for one; name it: "
            "--as-user NAME"};
  }
  if (is_out_of_sight(seen)) return judge_other_root(seen);
  const path_step* const stopped_at = first_obstacle(seen.steps, who);
  if (stopped_at != nullptr) {
    if (seen.visitor.after_restart && !first_obstacle(seen.steps, *seen.visitor.after_restart)) {
      return judge_late_group(seen);
    }
    return stopped_at->is_end ? judge_socket(seen, stopped_at->rules)
                              : judge_folder(seen, *stopped_at);
  }
  return {"rights", judgement::fine, "", "the way of user " + who.name + " to " + seen.address,
          "may pass its folders and connect (" + rules_text(seen.steps.back().rules) + ")"};
}

}  // namespace sluice::doctor
