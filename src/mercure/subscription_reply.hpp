// How the subscription API answers (Mercure draft 07, "Active Subscriptions"). Pure.
#pragma once

#include <string>
#include <string_view>

#include "sluice/reply.hpp"

namespace sluice::mercure {

/// The entity tag (RFC 9110, section 8.8.3) of documents that were true when the hub's newest
/// update was `last_event_id`; empty when there is none yet. They change with no update without
/// changing it, for a subscription that begins or ends is an update itself.
std::string entity_tag(std::string_view last_event_id);

/// 200 and the document; `hub_url` is for the Link that tells where to listen from here on.
reply document_reply(std::string document, std::string_view hub_url,
                     std::string_view last_event_id);
/// 304.
reply not_modified(std::string_view hub_url, std::string_view last_event_id);

}  // namespace sluice::mercure
