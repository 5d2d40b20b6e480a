#include "doctor/audit_judgement.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "doctor/local_path.hpp"

namespace sluice::doctor {
namespace {

// What the module is called that permits it.
constexpr std::string_view module_name = "sluice_web";
// What the package calls the folder of its sockets, in /run.
constexpr std::string_view own_folder = "sluice";
// Debian's and Fedora's policies; what ends in _t and is none of them is not a web server.
constexpr std::array web_types = {"httpd_t", "nginx_t", "haproxy_t", "lighttpd_t", "caddy_t"};
constexpr std::array web_programs = {"nginx", "apache2", "httpd", "lighttpd", "caddy", "haproxy"};

std::string_view file_name(std::string_view path) {
  return path.substr(path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1);
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 || slash == path.npos ? "/" : path.substr(0, slash);
}

bool is_web_server(const denial& what) {
  const auto is_any_of = [](const auto& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return is_any_of(web_types, what.source) || is_any_of(web_programs, what.program) ||
         is_any_of(web_programs, std::string(file_name(what.source)));
}

// connectto tells no path on some systems: it may be about any socket.
bool tells_no_socket(const denial& what) {
  return what.object == "unix_stream_socket" && what.name.empty();
}

// A whole path names this socket; a bare name, of sock_file, may be another's in another folder and
// is most likely this one's.
bool names(const denial& what, const std::string& path) {
  if (what.name.empty()) return tells_no_socket(what);
  if (what.name.find('/') == what.name.npos) return what.name == file_name(path);
  // Links such as /var/run, and sandboxes that cut the front off.
  return what.name == path || path.ends_with(what.name) || what.name.ends_with(path) ||
         (file_name(what.name) == file_name(path) &&
          file_name(folder_of(what.name)) == file_name(folder_of(path)));
}

std::string from_line(const denial& what, const std::string& log) {
  const std::string line = "grep -F 'audit(" + what.serial + ")'";
  const std::string select = log == kernel_log ? "dmesg | " + line : line + " " + shell_word(log);
  const std::string name(module_name);
  return "`" + select + " | audit2allow -M " + name + " && semodule -i " + name + ".pp`";
}

// A folder that others have files in: its label is not a worker's to choose.
bool is_shared(const std::string& folder) {
  return folder == "/" || folder == "/run" || folder == "/var/run" || is_temporary(folder);
}

// As semanage takes a path: a regular expression.
std::string pattern_of(const std::string& path) {
  constexpr std::string_view special = "\\.^$?*+|()[]{}";
  std::string pattern;
  for (const char each : path) {
    if (special.find(each) != special.npos) pattern += '\\';
    pattern += each;
  }
  return pattern;
}

// A folder that is a worker's by its name is labelled whole, so that the next start's socket has
// the label too.
std::string label_for(const std::string& address) {
  const std::string folder = folder_of(address);
  // A line of SELinux's file of labels ends a path at a blank.
  if (is_shared(folder) || address.find_first_of(" \t\n") != address.npos) {
    return "listen on /run/sluice/sluice.sock (`--socket`), which can be labelled alone, and name "
           "that in the web server's configuration";
  }
  const bool is_own = file_name(folder) == own_folder;
  const std::string pattern = pattern_of(is_own ? folder : address) + (is_own ? "(/.*)?" : "");
  const std::string relabel =
      is_own ? "restorecon -R " + shell_word(folder) : "restorecon " + shell_word(address);
  const std::string command = "semanage fcontext -a -t httpd_var_run_t ";
  if (!pattern.starts_with("/run/")) {
    return "`" + command + shell_word(pattern) + " && " + relabel + "`";
  }
  // Up to Fedora 39 and RHEL 9 the policy takes /run for /var/run, and later the other way round;
  // semanage refuses the name that it does not keep labels by.
  return "`{ " + command + shell_word("/var" + pattern) + " || " + command + shell_word(pattern) +
         "; } && " + relabel + "`";
}

std::string selinux_permission(const denial& what, const std::string& address,
                               const std::string& log) {
  if (what.object == "tcp_socket") {
    return "`semanage port -a -t http_port_t -p tcp " +
           (what.port.empty() ? std::string(address.substr(address.rfind(':') + 1)) : what.port) +
           "`";
  }
  if (what.object == "unix_stream_socket") return from_line(what, log);
  return label_for(address);
}

// The file of a profile: its name, with dots for slashes; that of a child is its parent's.
std::string profile_file(std::string profile) {
  profile = profile.substr(0, profile.find("//"));
  if (profile.starts_with('/')) profile.erase(0, 1);
  std::replace(profile.begin(), profile.end(), '/', '.');
  return profile;
}

std::string apparmor_permission(const denial& what, const std::string& address) {
  const std::string file = profile_file(what.source);
  const std::string reload = "`apparmor_parser -r " + shell_word("/etc/apparmor.d/" + file) + "`";
  if (what.info.find("disconnected") != std::string::npos) {
    return "add `attach_disconnected` to the flags of the profile in /etc/apparmor.d/" + file +
           ", then " + reload;
  }
  return "write `" + address + " rw,` to /etc/apparmor.d/local/" + file + ", then " + reload;
}

std::string seen_text(const denial& what, const std::string& log) {
  if (what.by == security_policy::selinux) {
    return "SELinux refused " + what.source + " (" + what.program + ") the permission " +
           what.permission + " on " + what.object + " of " + what.target + ", audit(" +
           what.serial + ") in " + log;
  }
  return "AppArmor's profile " + what.source + " refused " + what.program + " the operation " +
         what.object + " (" + what.permission + ") on " + what.name + ", audit(" + what.serial +
         ") in " + log;
}

const denial* last_about(const socket_sight& seen) {
  const denial* nameless = nullptr;
  for (auto each = seen.audit.denials.rbegin(); each != seen.audit.denials.rend(); ++each) {
    if (!is_about(*each, seen.steps.empty() ? seen.address : seen.steps.back().path)) continue;
    if (!tells_no_socket(*each)) return &*each;
    if (nameless == nullptr) nameless = &*each;
  }
  return nameless;
}

// Permitting it might open another service to the web server.
finding remark_of_nameless(finding found, const denial& what, const std::string& place) {
  found.what = judgement::remark;
  found.kind = "selinux-denied";
  found.seen = seen_text(what, place);
  found.cause =
      "the line tells no path, so that it may be about another socket; it is about this "
      "one if " +
      what.target + " is the worker's type (`ps -eZ`)";
  return found;
}

}  // namespace

bool is_about(const denial& what, const std::string& address) {
  if (!is_web_server(what)) return false;
  if (address.find('/') == address.npos) {
    return what.object == "tcp_socket" && address.ends_with(":" + what.port);
  }
  return what.object != "tcp_socket" && names(what, address);
}

std::string permission_for(const denial& what, const std::string& address, const std::string& log) {
  return what.by == security_policy::selinux ? selinux_permission(what, address, log)
                                             : apparmor_permission(what, address);
}

finding judge_policy(const socket_sight& seen) {
  finding found{"policy", judgement::fine, "", "refusals of SELinux and AppArmor"};
  if (seen.audit.place.empty()) {
    found.what = judgement::skipped;
    found.seen = "their log cannot be read by user " + seen.self.name +
                 "; run it as root, or give --audit-log FILE";
    return found;
  }
  const denial* const last = last_about(seen);
  if (last == nullptr) {
    found.seen = "none about this socket in " + seen.audit.place;
    return found;
  }
  if (tells_no_socket(*last)) return remark_of_nameless(found, *last, seen.audit.place);
  const bool is_selinux = last->by == security_policy::selinux;
  found.kind = is_selinux ? "selinux-denied" : "apparmor-denied";
  found.seen = seen_text(*last, seen.audit.place);
  found.change = permission_for(*last, seen.steps.empty() ? seen.address : seen.steps.back().path,
                                seen.audit.place);
  found.what = judgement::fault;
  found.cause = std::string("the ") + (is_selinux ? "label" : "profile") +
                " is the obstacle, and not mode or group";
  if (!last->is_enforced) {
    found.what = judgement::remark;
    found.cause = "the policy only takes notes now; enforced, it will refuse this";
  } else if (last->at < seen.audit.fresh_since) {
    found.what = judgement::remark;
    found.cause = "it is some time ago; if it was not mended since, it is the obstacle";
  }
  return found;
}

}  // namespace sluice::doctor
