// Events as bytes of an event stream (WHATWG HTML, 9.2.5). Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "sluice/event.hpp"

namespace sluice::sse {

/// Appends one block: `event`, `id`, `retry`, then one `data` line per line of the data, where CR,
/// LF and CRLF each end a line, and an empty line. Nothing of the data is lost but which of the
/// three it was: a break at the end makes an empty `data: ` line of its own, and so does empty
/// data. An event without data makes a block that dispatches nothing.
void append_event(std::string& out, const event& what);
std::string encode_event(const event& what);

/// Appends a comment block, which no client dispatches: one line starting with `:` per line of
/// `text`, and an empty line.
void append_comment(std::string& out, std::string_view text);

/// Appends a block that sets the client's reconnection time and dispatches nothing.
void append_retry(std::string& out, std::chrono::milliseconds wait);

}  // namespace sluice::sse
