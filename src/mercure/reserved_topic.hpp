// The topics that belong to the hub itself. Pure.
#pragma once

#include <string_view>

namespace sluice::mercure {

/// True when `topic` is a URL whose path is the hub's path or lies below it, whatever its scheme
/// and host: with dot segments removed and needless percent-encoding undone, as a client would
/// resolve it (draft 08, "Publication", reserved namespace). Nobody may publish there, or a
/// publisher could forge who is subscribed.
///
/// A topic without a leading slash and without a scheme is a plain string in draft 07, compared
/// byte by byte and resolved by nobody: `#general` and `mercure` are fine names. A host is not
/// judged, so that a URL no parser would take is reserved by its path too.
bool is_reserved_topic(std::string_view topic, std::string_view hub_path);

}  // namespace sluice::mercure
