// The response header that says where a stream really begins. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "mercure/cursor.hpp"

namespace sluice::mercure {

/// What became of the id a subscriber asked for.
enum class cursor_standing {
  held,  // history has its update, and the subscriber may have it
  /// History has no such update: it was evicted or never was. The same for one the subscriber may
  /// not have, so that the answer does not tell that it exists.
  not_held,
};

/// Draft 07's name, which every deployed client reads.
inline constexpr std::string_view cursor_header_name = "Last-Event-ID";
/// Draft 08's name for the same. Sent beside it, for one answer serves both.
inline constexpr std::string_view new_cursor_header_name = "Mercure-Last-Event-ID";

/// The header's value (Mercure draft 07, "Reconciliation"): `preceding`, the id of the update
/// before the first one that is sent, where the id asked for is held; `earliest` when it is not,
/// when all was asked for, or when nothing precedes. Absent when nothing was asked for: then the
/// header is not sent. A client that gets another value than it asked for has lost updates, so
/// `preceding` is the id asked for wherever the replay begins behind it, even if the next update
/// sent comes later in history: those between are not for this subscriber and not named to it.
std::optional<std::string> cursor_header(const cursor& asked, cursor_standing standing,
                                         const std::optional<std::string>& preceding);

}  // namespace sluice::mercure
