#include "doctor/local_user.hpp"

#include <algorithm>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace sluice::doctor {

bool local_user::is_in(gid_t which) const {
  return which == group || std::find(groups.begin(), groups.end(), which) != groups.end();
}

std::optional<local_user> try_find_user(const std::string& name) {
  const passwd* const found = ::getpwnam(name.c_str());
  if (found == nullptr) return std::nullopt;
  local_user user{name, found->pw_uid, found->pw_gid};
  int count = 32;
  user.groups.resize(static_cast<std::size_t>(count));
  if (::getgrouplist(name.c_str(), user.group, user.groups.data(), &count) < 0) {
    user.groups.resize(static_cast<std::size_t>(count));
    ::getgrouplist(name.c_str(), user.group, user.groups.data(), &count);
  }
  user.groups.resize(static_cast<std::size_t>(count));
  return user;
}

local_user current_user() {
  local_user user{user_name(::geteuid()), ::geteuid(), ::getegid()};
  user.groups.resize(static_cast<std::size_t>(std::max(0, ::getgroups(0, nullptr))));
  const int count = ::getgroups(static_cast<int>(user.groups.size()), user.groups.data());
  user.groups.resize(static_cast<std::size_t>(std::max(0, count)));
  return user;
}

std::string user_name(uid_t id) {
  const passwd* const found = ::getpwuid(id);
  return found == nullptr ? std::to_string(id) : found->pw_name;
}

std::string group_name(gid_t id) {
  const group* const found = ::getgrgid(id);
  return found == nullptr ? std::to_string(id) : found->gr_name;
}

}  // namespace sluice::doctor
