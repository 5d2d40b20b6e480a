// What topics, selectors, ids and event types have in common. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::mercure {

// Where draft 07 puts the hub; its subscription API lies below.
inline constexpr std::string_view default_hub_path = "/.well-known/mercure";

// As many as a page can make use of. Each is a line in every match of every update.
inline constexpr std::size_t default_topics = 100;

// An IRI of this length still fits, percent-encoded, into the 8 KiB that web servers take for a
// line of a request's head; an id comes back in such a line.
inline constexpr std::size_t default_name_bytes = 1024;

/// The word for the start of history, which therefore cannot be an id.
inline constexpr std::string_view earliest_id = "earliest";

/// True with a control character of Unicode inside: U+0000 to U+001F, DEL, U+0080 to U+009F. No
/// name needs one, and CR, LF and NUL would break an event stream (draft 08 refuses them all).
/// `text` is UTF-8.
bool has_control_character(std::string_view text);

/// For sentences: in quotes, printable, and cut to what a line can bear.
std::string quoted(std::string_view text);

}  // namespace sluice::mercure
