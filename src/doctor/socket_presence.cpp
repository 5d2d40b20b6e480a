#include "doctor/socket_presence.hpp"

#include <cerrno>
#include <optional>
#include <string_view>
#include <system_error>

#include "base/text.hpp"

namespace sluice::doctor {
namespace {

constexpr std::string_view usual_path = "/run/sluice/sluice.sock";

finding fault(const socket_sight& seen, std::string kind) {
  return {"socket", judgement::fault, std::move(kind), "connect to " + seen.address};
}

std::string start_command(const socket_sight& seen) {
  return "`systemctl start sluice`, or `sluice serve --socket " + shell_word(seen.address) +
         "`; `journalctl -u sluice` says why it ended";
}

std::string listed(const std::vector<std::string>& paths, const std::string& between) {
  std::string text;
  for (const std::string& each : paths) text += (text.empty() ? "" : between) + printable(each);
  return text;
}

// Which of several workers is this site's, its owner knows.
std::string naming_of(const std::vector<std::string>& paths) {
  if (paths.size() > 1) {
    return "name the one that is this site's in the web server's configuration: " +
           listed(paths, " or ");
  }
  return "name the worker's in the web server's configuration, in nginx `fastcgi_pass unix:" +
         printable(paths.front()) + ";`";
}

finding judge_missing_folder(const socket_sight& seen, const std::string& missing) {
  finding found = fault(seen, "folder-missing");
  const std::string parent =
      seen.steps.size() < 2 ? std::string("/") : seen.steps[seen.steps.size() - 2].path;
  found.seen = "there is no folder " + missing + "; " + parent + " is the last that exists";
  found.cause = "the folder is not made at the start, or the path is misspelt";
  if (missing.starts_with("/run/") || missing.starts_with("/var/run/")) {
    found.cause = "the folder is not made at the start (what is below /run is gone after a reboot)";
    found.change =
        "`systemctl start sluice.socket`, which makes it; in a unit of your own write "
        "`RuntimeDirectory=` with the folder's name";
  } else {
    found.change = "`install -d -m 0755 " + shell_word(missing) +
                   "`, owned by the worker's user, then start the worker";
  }
  return found;
}

// The kernel lists the path and the path leads nowhere.
finding judge_removed(const socket_sight& seen) {
  if (is_temporary(seen.address) && seen.host.view == folder_view::own) {
    finding found = fault(seen, "private-tmp");
    found.seen = "the worker listens there, and in its own private /tmp";
    found.cause = "the worker's unit has PrivateTmp=, so that nobody else sees its /tmp";
    found.change = "listen on " + std::string(usual_path) +
                   " (`--socket`), and name that in the web server's configuration";
    return found;
  }
  finding found = fault(seen, "socket-removed");
  found.seen = "the file is not there, though a socket of that path listens";
  found.cause = "somebody removed the file, or the worker sees another file system (a container)";
  found.change =
      "`systemctl restart sluice.socket sluice`, which makes it again; in a container "
      "share the folder of the socket between both";
  return found;
}

finding judge_missing(const socket_sight& seen) {
  if (seen.is_listed) return judge_removed(seen);
  if (!seen.worker_paths.empty()) {
    finding found = fault(seen, "socket-elsewhere");
    found.seen =
        "no such file; a worker listens on " + listed(seen.worker_paths, " and ") + " instead";
    found.cause = "web server and worker name different sockets";
    found.change = naming_of(seen.worker_paths);
    return found;
  }
  finding found = fault(seen, "socket-missing");
  found.seen = "no such file, though its folder is there; no worker listens on any path";
  found.cause = "the worker does not run";
  found.change = start_command(seen);
  return found;
}

std::string as_root(const socket_sight& seen) {
  return "`sudo sluice doctor --socket " + shell_word(seen.address) + "`";
}

// Not fine, and not known to be wrong: who asks is told to look from where it can be seen.
finding judge_out_of_sight(const socket_sight& seen) {
  finding found = fault(seen, "out-of-sight");
  found.what = judgement::skipped;
  found.seen = "user " + seen.self.name + " may not look at " + seen.steps.back().path;
  found.cause = "a folder on the way is closed to " + seen.self.name +
                ", so that nothing can be told of the web server's way";
  found.change = as_root(seen);
  return found;
}

finding judge_too_long(const socket_sight& seen) {
  finding found = fault(seen, "path-too-long");
  found.seen = "the path has " + std::to_string(seen.address.size()) + " bytes";
  found.cause = "no socket can have a path of more than 107 bytes (unix(7))";
  found.change = "listen on " + std::string(usual_path) + " (`--socket`)";
  return found;
}

finding judge_wrong_file(const socket_sight& seen) {
  finding found = fault(seen, "not-a-socket");
  const bool is_folder = seen.steps.back().kind == file_kind::folder;
  found.seen = is_folder ? "it is a folder" : "it is not a stream socket but another file";
  if (is_folder) {
    found.cause = "the path names the folder and not the socket in it";
    found.change = "give the socket's whole path, such as " + shell_word(seen.address) +
                   "/sluice.sock, to the worker and to the web server";
  } else {
    found.cause = "something else was put where the socket belongs; the worker does not remove it";
    const std::string word = shell_word(seen.address);
    found.change =
        "`mv " + word + " " + shell_word(seen.address + ".aside") + "`, then start the worker";
  }
  return found;
}

finding judge_stale(const socket_sight& seen) {
  finding found = fault(seen, "socket-stale");
  found.seen = "the file is there and nobody listens (connection refused)";
  found.cause = "the worker was killed and left its file behind";
  found.change = "`systemctl restart sluice`; a worker replaces such a file by itself";
  return found;
}

finding judge_full(const socket_sight& seen) {
  finding found = fault(seen, "queue-full");
  found.seen = "the queue of the socket is full (error 11, resource temporarily unavailable)";
  if (seen.queue) {
    found.seen += ": " + std::to_string(seen.queue->waiting) + " wait, and " +
                  std::to_string(seen.queue->backlog) + " may";
  }
  found.cause = "the worker takes no connections: it hangs, is stopped, or has no descriptors left";
  found.change =
      "`systemctl restart sluice`; `journalctl -u sluice` says whether descriptors ran "
      "out (then `LimitNOFILE=524288` in its unit)";
  return found;
}

finding judge_port(const socket_sight& seen) {
  if (!seen.address_trouble.empty()) {
    finding found = fault(seen, "out-of-reach");
    found.seen = seen.address_trouble;
    found.cause = "the address is misspelt";
    found.change = "write HOST:PORT, or a path with a slash";
    return found;
  }
  if (seen.connect_error == ECONNREFUSED) {
    finding found = fault(seen, "nobody-listens");
    found.seen = "connection refused: nobody listens on this port";
    found.cause = "the worker does not run, or listens elsewhere";
    if (!seen.worker_paths.empty())
      found.seen += "; a worker listens on " + listed(seen.worker_paths, " and ");
    found.change = start_command(seen);
    return found;
  }
  finding found = fault(seen, "out-of-reach");
  found.seen = std::generic_category().message(seen.connect_error);
  found.cause = "a packet filter or a wrong address stands between";
  found.change = "`sluice doctor --socket` on the worker's own machine tells whether it listens";
  return found;
}

// This process's own rights say nothing of the web server's.
finding judge_refused_to_self(const socket_sight& seen) {
  finding found = fault(seen, "out-of-sight");
  found.what = judgement::skipped;
  found.seen = "user " + seen.self.name + " may not connect to it";
  found.cause = "the socket is closed to " + seen.self.name +
                ", as it may be, so that nothing can be told of the worker behind it";
  found.change = as_root(seen);
  return found;
}

finding judge_refused(const socket_sight& seen) {
  if (seen.connect_error == EACCES && first_obstacle(seen.steps, seen.self) != nullptr) {
    return judge_refused_to_self(seen);
  }
  finding found = fault(seen, "socket-refused");
  found.seen = std::generic_category().message(seen.connect_error);
  if (seen.connect_error == EACCES) {
    found.cause = "mode, groups and folders allow it, so that a security policy refuses it";
    found.change =
        "`journalctl -k --grep 'avc:|apparmor='` finds its line; give `sluice doctor "
        "--socket " +
        shell_word(seen.address) + "` the file that holds it as --audit-log";
  }
  return found;
}

std::string fine_text(const socket_sight& seen) {
  if (!seen.host.process) return "somebody listens";
  const local_process& by = *seen.host.process;
  return by.name + " (process " + std::to_string(by.id) + ", user " + by.user.name + ") listens" +
         (seen.host.is_from_systemd ? " on a socket of systemd" : "");
}

// What stands at the path, before anybody connects; nothing where a socket does.
std::optional<finding> judge_file(const socket_sight& seen) {
  const path_step& last = seen.steps.back();
  if (seen.connect_error == ENAMETOOLONG) return judge_too_long(seen);
  if (last.error == EACCES) return judge_out_of_sight(seen);
  if (last.error == ENOTDIR || (last.error == 0 && last.kind != file_kind::socket)) {
    return judge_wrong_file(seen);
  }
  if (last.error == 0) return std::nullopt;
  return last.is_end ? judge_missing(seen) : judge_missing_folder(seen, last.path);
}

}  // namespace

finding judge_presence(const socket_sight& seen) {
  if (seen.is_path()) {
    if (const auto wrong = judge_file(seen)) return *wrong;
  }
  if (seen.connect_error == 0) {
    return {"socket", judgement::fine, "", "connect to " + seen.address, fine_text(seen)};
  }
  if (seen.connect_error == EAGAIN) return judge_full(seen);
  if (!seen.is_path()) return judge_port(seen);
  if (seen.connect_error == ECONNREFUSED) return judge_stale(seen);
  if (seen.connect_error == EPROTOTYPE) return judge_wrong_file(seen);
  return judge_refused(seen);
}

}  // namespace sluice::doctor
