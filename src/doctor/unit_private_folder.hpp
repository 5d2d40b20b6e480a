// Whether a process has a /tmp of its own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace sluice::doctor {

enum class folder_view {
  /// It sees the same folder as this process.
  same,
  /// Its own stands in the folder's place.
  own,
  unknown,
};

/// What `process` sees at `folder`, /tmp or /var/tmp: by the folders themselves where this process
/// may look, else by the settings of the process's systemd unit.
folder_view view_of(pid_t process, const std::string& folder);

/// The unit's name in /proc/PID/cgroup, such as nginx.service; nothing where there is none. Pure.
std::optional<std::string> try_read_unit(std::string_view cgroup);
/// The last PrivateTmp= of a unit's file and of those that add to it, in their order; nothing where
/// it is not set. Pure.
std::optional<bool> try_read_private_folder(std::string_view unit_text);
/// The name of the unit that a process belongs to.
std::optional<std::string> try_find_unit(pid_t process);

}  // namespace sluice::doctor
