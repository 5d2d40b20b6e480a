// The event that tells a subscriber of updates it will never get. Pure.
#pragma once

#include <string_view>

#include "sluice/event.hpp"

namespace sluice::mercure {

/// What `addEventListener` listens to.
inline constexpr std::string_view gap_event_type = "gap";

/// Why there is a gap.
enum class gap_reason {
  /// History holds no update of that id, or none this subscriber may have. Nothing distinguishes
  /// the two, or the answer would tell that the id exists.
  unknown,
  /// The update was held and had to leave. Only said of an id that this subscriber could have had:
  /// of others it would tell that they existed.
  evicted,
  /// Updates behind the one of that id were lost while their log was away.
  lost,
};

/// What comes after the gap.
enum class gap_follows {
  oldest,  // all that history holds, then live updates
  live,    // live updates only
};

/// `asked` is the id the subscriber has seen last, in UTF-8. The event has no id of its own, so
/// that it does not move the browser's. Its data is JSON:
///
///     {"asked":"urn:uuid:…","reason":"unknown","follows":"oldest"}
event gap_event(std::string_view asked, gap_reason reason, gap_follows follows);

}  // namespace sluice::mercure
