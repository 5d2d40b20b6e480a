#include "doctor/socket_sighting.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <set>

#include "doctor/socket_conversation.hpp"

namespace sluice::doctor {
namespace {

// Debian's, Fedora's, openSUSE's and Arch's names of web servers' users, then those that servers
// have for themselves.
constexpr std::array usual_users = {"www-data", "apache", "nginx",   "wwwrun",
                                    "http",     "caddy",  "haproxy", "lighttpd"};
// More sockets of workers than this are not worth naming.
constexpr std::size_t most_candidates = 16;
// A worker on the same machine answers in a millisecond.
constexpr std::chrono::milliseconds candidate_patience{500};

bool have_same_groups(const local_user& a, const local_user& b) {
  const auto all_of = [](const local_user& of) {
    std::set<gid_t> groups(of.groups.begin(), of.groups.end());
    groups.insert(of.group);
    return groups;
  };
  return all_of(a) == all_of(b);
}

// Without a name where this machine has none of them.
local_user guess_user() {
  for (const char* const name : usual_users) {
    if (auto found = try_find_user(name)) return *found;
  }
  return {};
}

socket_visitor find_visitor(const std::string& name) {
  socket_visitor found;
  found.web_server = try_find_web_server(name);
  if (found.web_server) {
    found.user = found.web_server->user;
    found.unit = try_find_unit(found.web_server->id).value_or("");
    const auto known = try_find_user(found.user.name);
    if (known && !have_same_groups(*known, found.user)) found.after_restart = known;
    return found;
  }
  const auto named = name.empty() ? std::nullopt : try_find_user(name);
  found.user = named ? *named : guess_user();
  return found;
}

// /tmp or /var/tmp: what PrivateTmp= replaces.
std::string temporary_root(const std::string& path) {
  return path.starts_with("/var/") ? "/var/tmp" : "/tmp";
}

std::string whole_path(const socket_sight& seen) {
  return seen.steps.empty() ? seen.address : seen.steps.back().path;
}

std::optional<local_process> find_listener(const socket_sight& seen, const socket_attempt& tried) {
  auto holder = seen.queue ? try_find_holder(seen.queue->inode) : std::nullopt;
  if (!holder && tried.listener > 0) holder = try_find_process(tried.listener);
  return holder;
}

bool is_systemd(pid_t id) {
  if (id != 1) return false;
  const auto first = try_find_process(id);
  return first && first->name == "systemd";
}

socket_host look_at_host(const socket_sight& seen, const socket_attempt& tried) {
  socket_host host;
  host.process = find_listener(seen, tried);
  host.is_from_systemd = is_systemd(tried.listener);
  // systemd's own limits say nothing of a worker that is not started yet.
  if (!host.process || is_systemd(host.process->id)) return host;
  host.descriptor_limit = descriptor_limit_of(host.process->id);
  host.open_descriptors = open_descriptors_of(host.process->id);
  host.view = view_of(host.process->id, temporary_root(whole_path(seen)));
  return host;
}

bool speaks_fastcgi(const std::string& path) {
  const socket_attempt tried = attempt_connect(path);
  if (!tried.connected.is_open()) return false;
  return ask_over(tried.connected, "/", candidate_patience).how == spoken_answer::outcome::complete;
}

// Control sockets are workers' too, and speak another language.
std::vector<std::string> paths_of_workers(const std::vector<listening_path>& all) {
  std::vector<std::string> found;
  std::size_t asked = 0;
  for (const listening_path& each : all) {
    const auto holder = try_find_holder(each.inode);
    const bool is_worker =
        holder ? holder->name == "sluice" : each.path.find("sluice") != each.path.npos;
    if (!is_worker || ++asked > most_candidates) continue;
    if (speaks_fastcgi(each.path)) found.push_back(each.path);
  }
  return found;
}

void look_at_path(socket_sight& seen) {
  seen.steps = look_along(seen.address);
  const std::string path = whole_path(seen);
  const auto all = listening_paths();
  seen.is_listed = std::any_of(all.begin(), all.end(), [&](const listening_path& each) {
    return each.path == path || each.path == seen.address;
  });
  seen.queue = try_measure_path(path);
  if (!seen.queue) seen.queue = try_measure_path(seen.address);
  if (seen.visitor.web_server && is_temporary(path)) {
    seen.visitor_view = view_of(seen.visitor.web_server->id, temporary_root(path));
  }
}

}  // namespace

socket_sight look_at_socket(const socket_order& order, const socket_attempt& tried) {
  socket_sight seen{order.address};
  seen.self = current_user();
  seen.visitor = find_visitor(order.user);
  seen.connect_error = tried.error;
  seen.address_trouble = tried.trouble;
  if (seen.is_path()) {
    look_at_path(seen);
  } else if (tried.local_port != 0) {
    seen.queue = try_measure_port(tried.local_port);
  }
  seen.backlog_limit = kernel_backlog_limit();
  seen.host = look_at_host(seen, tried);
  if (tried.error == ENOENT || tried.error == ECONNREFUSED) {
    seen.worker_paths = paths_of_workers(listening_paths());
  }
  seen.audit = read_audit_log(order.audit_log);
  return seen;
}

}  // namespace sluice::doctor
