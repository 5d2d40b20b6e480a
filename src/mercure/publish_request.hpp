// What a publisher's POST says (Mercure draft 07, "Publication"). Pure.
#pragma once

#include <cstddef>
#include <string>

#include "mercure/name.hpp"
#include "mercure/refusal.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"
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

/// Reads an update from a form, or says why it is none. Who publishes is not asked here: a request
/// without a good token is refused before, one whose token does not grant the topics after.
///
/// Refused in this order, which is the reference hub's: another content type; a body that is not
/// as long as stated; text that is not UTF-8; no topic; too many topics; topics without a name or
/// with too long a one; too much data; a retry time that is not a number; `*`, a control character
/// or the hub's own namespace as a topic; ids and types that a stream could not carry, or that mean
/// something else. An id, type or retry time that is empty counts as absent, other fields are
/// ignored, and of a repeated field that is not `topic` the first rules.
///
///     auto what = try_read_update(req, limits);
///     if (!what) return to_reply(what.error());
outcome<update> try_read_update(const request& what, const publish_limits& within);

/// The answer to a publisher whose update history holds: 200, the id, and no line break behind it,
/// because clients take the body for the id.
reply accepted(std::string id);

}  // namespace sluice::mercure
