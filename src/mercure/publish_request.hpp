// What a publisher's POST says (Mercure draft 07, "Publication"). Pure.
#pragma once

#include <string>

#include "mercure/refusal.hpp"
#include "mercure/update_rules.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"
#include "sluice/update.hpp"

namespace sluice::mercure {

/// Reads an update from a form, or says why it is none. Who publishes is not asked here: a request
/// without a good token is refused before, one whose token does not grant the topics after.
///
/// Refused in this order, which is the reference hub's: another content type; a body that is not
/// as long as stated; text that is not UTF-8; what `object_to_sizes` is about; a retry time that is
/// not a number; what `object_to_names` is about. An id, type or retry time that is empty counts as
/// absent, other fields are ignored, and of a repeated field that is not `topic` the first rules.
///
///     auto what = try_read_update(req, limits);
///     if (!what) return to_reply(what.error());
outcome<update> try_read_update(const request& what, const publish_limits& within);

/// The answer to a publisher whose update history holds: 200, the id, and no line break behind it,
/// because clients take the body for the id.
reply accepted(std::string id);

}  // namespace sluice::mercure
