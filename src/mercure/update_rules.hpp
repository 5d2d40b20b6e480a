// What an update may say, whichever way it comes in (Mercure draft 07, "Publication"). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "mercure/name.hpp"
#include "mercure/refusal.hpp"
#include "sluice/update.hpp"

namespace sluice::mercure {

/// What one publish may hold. A value.
struct publish_limits {
  std::string hub_path = std::string(default_hub_path);
  // Of the data, decoded. The form around it is up to three times as long.
  std::size_t message_bytes = 1024 * 1024;
  // More topics in one update than one stream may ask for reach nobody.
  std::size_t topics = default_topics;
  // Of each topic, the id and the type.
  std::size_t name_bytes = default_name_bytes;
};

/// Why an update cannot be published, or nothing. Its texts are UTF-8; an empty id or type is none.
/// The rules are those of `object_to_sizes` and then those of `object_to_names`.
std::optional<refusal> object_to(const update& what, const publish_limits& within);

/// In this order: no topic; too many topics; topics without a name or with too long a one; too much
/// data.
std::optional<refusal> object_to_sizes(const update& what, const publish_limits& within);

/// In this order: `*`, a control character or the hub's own namespace as a topic; ids and types
/// that a stream could not carry, or that mean something else.
std::optional<refusal> object_to_names(const update& what, const publish_limits& within);

}  // namespace sluice::mercure
