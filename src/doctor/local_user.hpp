// Users of this machine, as far as their rights go.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace sluice::doctor {

/// A value.
struct local_user {
  std::string name;
  uid_t id = 0;
  /// The main group, and all others.
  gid_t group = 0;
  std::vector<gid_t> groups = {};

  bool is_in(gid_t which) const;
  /// Root passes every mode.
  bool is_root() const { return id == 0; }

  friend bool operator==(const local_user&, const local_user&) = default;
};

/// As the system's databases have it now; nothing for a name they do not hold.
std::optional<local_user> try_find_user(const std::string& name);
/// Who this process acts as.
local_user current_user();

/// The name, or the number in digits where the databases hold none.
std::string user_name(uid_t id);
std::string group_name(gid_t id);

}  // namespace sluice::doctor
