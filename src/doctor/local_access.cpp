#include "doctor/local_access.hpp"

#include <cstddef>

namespace sluice::doctor {
namespace {

using holder = access_entry::holder;

constexpr std::size_t list_head_bytes = 4;
constexpr std::size_t list_entry_bytes = 8;
constexpr std::uint32_t list_version = 2;

// The attribute is little-endian on every machine.
std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = size; i > 0; --i) {
    value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
  }
  return value;
}

bool has(unsigned rights, access_right what) {
  return (rights & static_cast<unsigned>(what)) != 0;
}

bool may_by_mode(const local_user& who, access_right what, const access_rules& on) {
  if (who.id == on.owner) return has(on.mode >> 6, what);
  if (who.is_in(on.group)) return has(on.mode >> 3, what);
  return has(on.mode, what);
}

// The first entry of a kind; without one it allows all, as a list without a mask does.
unsigned rights_of(const access_rules& on, holder which) {
  for (const access_entry& each : on.list) {
    if (each.who == which) return each.rights;
  }
  return 07;
}

bool may_by_list(const local_user& who, access_right what, const access_rules& on) {
  if (who.id == on.owner) return has(rights_of(on, holder::owner), what);
  const unsigned mask = rights_of(on, holder::mask);
  for (const access_entry& each : on.list) {
    if (each.who == holder::user && each.id == who.id) return has(each.rights & mask, what);
  }
  bool is_in_some = false;
  for (const access_entry& each : on.list) {
    const bool is_meant = (each.who == holder::owning_group && who.is_in(on.group)) ||
                          (each.who == holder::group && who.is_in(each.id));
    if (is_meant && has(each.rights & mask, what)) return true;
    is_in_some = is_in_some || is_meant;
  }
  return !is_in_some && has(rights_of(on, holder::other), what);
}

}  // namespace

std::optional<std::vector<access_entry>> try_read_access_list(std::string_view attribute) {
  if (attribute.size() < list_head_bytes ||
      (attribute.size() - list_head_bytes) % list_entry_bytes != 0 ||
      number_at(attribute, 0, list_head_bytes) != list_version) {
    return std::nullopt;
  }
  std::vector<access_entry> list;
  for (std::size_t at = list_head_bytes; at < attribute.size(); at += list_entry_bytes) {
    list.push_back({static_cast<holder>(number_at(attribute, at, 2)),
                    number_at(attribute, at + 2, 2), number_at(attribute, at + 4, 4)});
  }
  return list;
}

bool may(const local_user& who, access_right what, const access_rules& on) {
  if (who.is_root()) return true;
  return on.list.empty() ? may_by_mode(who, what, on) : may_by_list(who, what, on);
}

}  // namespace sluice::doctor
