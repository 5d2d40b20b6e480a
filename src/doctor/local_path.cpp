#include "doctor/local_path.hpp"

#include <array>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <sys/stat.h>
#include <sys/xattr.h>

namespace sluice::doctor {
namespace {

namespace fs = std::filesystem;

// A list of the file system's own limit has 64 KiB; one that does not fit is as good as none read.
constexpr std::size_t longest_list_bytes = 64 * 1024;

std::vector<access_entry> access_list_of(const std::string& path) {
  std::string bytes(longest_list_bytes, '\0');
  const ssize_t size =
      ::getxattr(path.c_str(), "system.posix_acl_access", bytes.data(), bytes.size());
  if (size <= 0) return {};
  return try_read_access_list({bytes.data(), static_cast<std::size_t>(size)})
      .value_or(std::vector<access_entry>{});
}

file_kind kind_of(mode_t mode) {
  if (S_ISDIR(mode)) return file_kind::folder;
  return S_ISSOCK(mode) ? file_kind::socket : file_kind::other;
}

path_step look_at(const std::string& path) {
  struct stat info;
  if (::stat(path.c_str(), &info) != 0) return {path, errno};
  return {path,
          0,
          kind_of(info.st_mode),
          {info.st_mode & 07777, info.st_uid, info.st_gid, access_list_of(path)}};
}

// Links out of the way, for the folders behind them are those that are passed.
fs::path resolved(const std::string& path) {
  std::error_code unknown;
  const fs::path absolute = fs::absolute(path, unknown);
  if (unknown) return path;
  const fs::path found = fs::weakly_canonical(absolute, unknown);
  return unknown ? absolute.lexically_normal() : found;
}

}  // namespace

std::vector<path_step> look_along(const std::string& path) {
  std::vector<path_step> steps;
  const fs::path whole = resolved(path);
  fs::path reached;
  for (const fs::path& name : whole) {
    reached /= name;
    steps.push_back(look_at(reached.string()));
    steps.back().is_end = reached == whole;
    if (steps.back().error != 0) break;
  }
  if (steps.empty()) steps.push_back({path, ENOENT});
  return steps;
}

const path_step* first_obstacle(const std::vector<path_step>& steps, const local_user& who) {
  for (const path_step& each : steps) {
    if (each.error != 0) continue;
    const access_right needed = each.is_end ? access_right::write : access_right::search;
    if (!may(who, needed, each.rules)) return &each;
  }
  return nullptr;
}

bool is_temporary(const std::string& path) {
  constexpr std::array folders = {"/tmp", "/var/tmp"};
  for (const std::string folder : folders) {
    if (path == folder || path.starts_with(folder + "/")) return true;
  }
  return false;
}

std::string shell_word(const std::string& path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+:@,";
  if (!path.empty() && path.find_first_not_of(plain) == path.npos) return path;
  std::string word = "'";
  for (const char each : path) word += each == '\'' ? "'\\''" : std::string(1, each);
  return word + "'";
}

}  // namespace sluice::doctor
