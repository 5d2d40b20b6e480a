#include "doctor/unit_private_folder.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <vector>

#include <sys/stat.h>

#include "base/text.hpp"

namespace sluice::doctor {
namespace {

namespace fs = std::filesystem;

// systemd.unit(5), "unit file load path": the first that has a file of the name wins.
constexpr std::array unit_folders = {"/etc/systemd/system", "/run/systemd/system",
                                     "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
                                     "/lib/systemd/system"};

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  std::ostringstream text;
  text << in.rdbuf() << '\n';
  return text.str();
}

// Drop-ins of all folders, by their names.
std::vector<fs::path> additions_to(const std::string& unit) {
  std::vector<fs::path> found;
  for (const char* const folder : unit_folders) {
    std::error_code none;
    for (fs::directory_iterator at(fs::path(folder) / (unit + ".d"), none), end; !none && at != end;
         at.increment(none)) {
      if (at->path().extension() == ".conf") found.push_back(at->path());
    }
  }
  std::sort(found.begin(), found.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); });
  return found;
}

std::string settings_of(const std::string& unit) {
  std::string text;
  for (const char* const folder : unit_folders) {
    std::error_code none;
    if (!fs::exists(fs::path(folder) / unit, none)) continue;
    text = text_of(fs::path(folder) / unit);
    break;
  }
  for (const fs::path& each : additions_to(unit)) text += text_of(each);
  return text;
}

}  // namespace

folder_view view_of(pid_t process, const std::string& folder) {
  struct stat ours, theirs;
  const std::string seen = "/proc/" + std::to_string(process) + "/root" + folder;
  if (::stat(folder.c_str(), &ours) == 0 && ::stat(seen.c_str(), &theirs) == 0) {
    const bool is_same = ours.st_dev == theirs.st_dev && ours.st_ino == theirs.st_ino;
    return is_same ? folder_view::same : folder_view::own;
  }
  const auto unit = try_find_unit(process);
  const auto is_private =
      unit ? try_read_private_folder(settings_of(*unit)) : std::optional<bool>();
  if (!is_private) return folder_view::unknown;
  return *is_private ? folder_view::own : folder_view::same;
}

std::optional<std::string> try_read_unit(std::string_view cgroup) {
  while (!cgroup.empty()) {
    const std::size_t end = std::min(cgroup.find('\n'), cgroup.size());
    std::string_view path = cgroup.substr(0, end);
    cgroup.remove_prefix(std::min(end + 1, cgroup.size()));
    for (; !path.empty();
         path = path.substr(0, path.rfind('/') == path.npos ? 0 : path.rfind('/'))) {
      const std::size_t slash = path.rfind('/');
      const std::string_view name = slash == path.npos ? path : path.substr(slash + 1);
      if (name.ends_with(".service")) return std::string(name);
    }
  }
  return std::nullopt;
}

std::optional<bool> try_read_private_folder(std::string_view unit_text) {
  std::optional<bool> found;
  std::istringstream in{std::string(unit_text)};
  for (std::string line; std::getline(in, line);) {
    std::erase_if(line, [](char c) { return c == ' ' || c == '\t' || c == '\r'; });
    if (!line.starts_with("PrivateTmp=")) continue;
    const std::string value = line.substr(line.find('=') + 1);
    constexpr std::array yes = {"yes", "true", "on", "1", "connected", "disconnected"};
    found = std::any_of(yes.begin(), yes.end(),
                        [&](const char* each) { return equals_ignoring_case(value, each); });
  }
  return found;
}

std::optional<std::string> try_find_unit(pid_t process) {
  return try_read_unit(text_of("/proc/" + std::to_string(process) + "/cgroup"));
}

}  // namespace sluice::doctor
