#include "doctor/local_process.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include <sys/stat.h>

namespace sluice::doctor {
namespace {

namespace fs = std::filesystem;

// As the kernel names them (comm has 15 bytes). HAProxy runs its workers under its own name.
constexpr std::array web_servers = {"nginx", "apache2", "httpd", "lighttpd", "caddy", "haproxy"};

fs::path folder_of(pid_t id) {
  return fs::path("/proc") / std::to_string(id);
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// What stands behind "NAME:" on a line of its own.
std::string_view line_behind(std::string_view text, std::string_view name) {
  const std::size_t found = text.find(name);
  if (found == text.npos || (found > 0 && text[found - 1] != '\n')) return {};
  text.remove_prefix(found + name.size());
  return text.substr(0, text.find('\n'));
}

std::vector<unsigned> numbers_in(std::string_view text) {
  std::vector<unsigned> numbers;
  std::istringstream in{std::string(text)};
  for (unsigned number = 0; in >> number;) numbers.push_back(number);
  return numbers;
}

std::vector<pid_t> all_processes() {
  std::vector<pid_t> all;
  std::error_code unknown;
  for (fs::directory_iterator at("/proc", unknown), end; !unknown && at != end;
       at.increment(unknown)) {
    const std::string name = at->path().filename().string();
    pid_t id = 0;
    const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), id);
    if (error == std::errc() && stop == name.data() + name.size()) all.push_back(id);
  }
  return all;
}

bool holds(pid_t id, const std::string& link) {
  std::error_code unknown;
  for (fs::directory_iterator at(folder_of(id) / "fd", unknown), end; !unknown && at != end;
       at.increment(unknown)) {
    std::error_code gone;
    if (fs::read_symlink(at->path(), gone) == link) return true;
  }
  return false;
}

bool is_web_server(const std::string& name) {
  return std::find(web_servers.begin(), web_servers.end(), name) != web_servers.end();
}

bool is_same_folder(const fs::path& one, const fs::path& other) {
  struct stat a, b;
  return ::stat(one.c_str(), &a) == 0 && ::stat(other.c_str(), &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

// The folder of this machine that a process takes for its root; nothing for one in a container,
// whose root has no path here. Who may not look takes it for one of this machine.
std::optional<std::string> try_find_root(pid_t id) {
  std::error_code unknown;
  const fs::path theirs = folder_of(id) / "root";
  const fs::path named = fs::read_symlink(theirs, unknown);
  if (unknown || is_same_folder("/", theirs / "")) return "/";
  return is_same_folder(named, theirs / "") ? std::optional(named.string()) : std::nullopt;
}

}  // namespace

std::optional<local_user> try_read_status(std::string_view status) {
  // Real, effective, saved, and that of the file system, which decides.
  const auto users = numbers_in(line_behind(status, "Uid:"));
  const auto groups = numbers_in(line_behind(status, "Gid:"));
  if (users.size() != 4 || groups.size() != 4) return std::nullopt;
  local_user user{user_name(users[3]), users[3], groups[3]};
  for (const unsigned each : numbers_in(line_behind(status, "Groups:"))) {
    user.groups.push_back(each);
  }
  return user;
}

std::optional<std::size_t> try_read_descriptor_limit(std::string_view limits) {
  const auto numbers = numbers_in(line_behind(limits, "Max open files"));
  if (numbers.empty()) return std::nullopt;
  return numbers.front();
}

std::optional<local_process> try_find_process(pid_t id) {
  const auto user = try_read_status(text_of(folder_of(id) / "status"));
  if (!user) return std::nullopt;
  std::string name = text_of(folder_of(id) / "comm");
  while (name.ends_with('\n')) name.pop_back();
  return local_process{id, name, *user, "/"};
}

std::optional<local_process> try_find_web_server(const std::string& wanted_user) {
  std::optional<local_process> found;
  for (const pid_t id : all_processes()) {
    auto each = try_find_process(id);
    if (!each || !is_web_server(each->name)) continue;
    if (!wanted_user.empty() && each->user.name != wanted_user) continue;
    const auto root = try_find_root(id);
    if (!root) continue;
    each->root = *root;
    if (!found || (found->user.is_root() && !each->user.is_root())) found = std::move(each);
  }
  return found;
}

std::optional<local_process> try_find_holder(std::uint64_t socket_inode) {
  const std::string link = "socket:[" + std::to_string(socket_inode) + "]";
  std::optional<local_process> found;
  for (const pid_t id : all_processes()) {
    if (!holds(id, link)) continue;
    found = try_find_process(id);
    // systemd keeps the sockets that it made, and the service has them too.
    if (found && id != 1) break;
  }
  return found;
}

std::optional<std::size_t> descriptor_limit_of(pid_t id) {
  return try_read_descriptor_limit(text_of(folder_of(id) / "limits"));
}

std::optional<std::size_t> open_descriptors_of(pid_t id) {
  std::error_code unknown;
  const fs::directory_iterator all(folder_of(id) / "fd", unknown);
  if (unknown) return std::nullopt;
  return static_cast<std::size_t>(std::distance(all, fs::directory_iterator()));
}

}  // namespace sluice::doctor
