// How a resource names its hub (Mercure draft 07, "Discovery"). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::mercure {

/// The value of a `Link` header (RFC 8288, section 3) that names the hub at `hub_url`, absolute or
/// a path. With `last_event_id`, a client that fetched the resource goes on behind that update, and
/// misses none between the two requests.
///
///     Link: </.well-known/mercure>; rel="mercure"; last-event-id="urn:uuid:…"
///
/// What may not stand in a URL is percent-encoded. Throws std::invalid_argument for an id with a
/// control character, which no update has.
std::string hub_link(std::string_view hub_url,
                     const std::optional<std::string>& last_event_id = std::nullopt);

}  // namespace sluice::mercure
