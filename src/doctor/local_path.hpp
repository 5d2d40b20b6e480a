// What stands on the way to a file.
#pragma once

#include <string>
#include <vector>

#include "doctor/local_access.hpp"

namespace sluice::doctor {

enum class file_kind { folder, socket, other };

/// One name on the way, with the way up to it. A value.
struct path_step {
  std::string path;
  /// 0, or why it cannot be looked at: ENOENT, EACCES ….
  int error = 0;
  file_kind kind = file_kind::folder;
  access_rules rules = {};
  /// The name that was asked for, and not a folder on the way to it.
  bool is_end = false;
};

/// From the root to the file, symbolic links followed; ends with the first that cannot be looked
/// at. A relative path begins at the working folder. Never empty.
std::vector<path_step> look_along(const std::string& path);

/// The first step that stops a user on the way to a socket; nullptr for none, as far as could be
/// looked at. Pure.
const path_step* first_obstacle(const std::vector<path_step>& steps, const local_user& who);

/// True for /tmp and /var/tmp and what is below: what a unit with PrivateTmp= has for itself.
bool is_temporary(const std::string& path);
/// As a word of a shell's command; one that needs no quotes is left as it is.
std::string shell_word(const std::string& path);

}  // namespace sluice::doctor
