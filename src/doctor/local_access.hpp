// What mode, owner, group and access control list of a file allow a user. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "doctor/local_user.hpp"

namespace sluice::doctor {

/// To pass a folder, and to connect to a socket (unix(7)).
enum class access_right : unsigned { search = 1, write = 2 };

/// An entry of a POSIX access control list. A value.
struct access_entry {
  enum class holder : std::uint16_t {
    owner = 0x01,
    user = 0x02,
    owning_group = 0x04,
    group = 0x08,
    mask = 0x10,
    other = 0x20,
  };
  holder who;
  unsigned rights;
  std::uint32_t id;
};

/// What decides on a file. A value.
struct access_rules {
  mode_t mode = 0;
  uid_t owner = 0;
  gid_t group = 0;
  /// Empty for a file that has no list: then the mode says all.
  std::vector<access_entry> list = {};
};

/// Reads the extended attribute system.posix_acl_access (linux/posix_acl_xattr.h). Nothing for what
/// is no such list.
std::optional<std::vector<access_entry>> try_read_access_list(std::string_view attribute);

/// As the kernel decides (acl(5), "access check algorithm").
bool may(const local_user& who, access_right what, const access_rules& on);

}  // namespace sluice::doctor
