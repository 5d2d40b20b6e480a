// Answers as the bytes a CGI program writes (RFC 3875, section 6). Pure.
#pragma once

#include <string>
#include <string_view>

#include "sluice/reply.hpp"

namespace sluice::http {

enum class answer_part { head, whole };

/// `Status:`, headers, an empty line and, for `whole`, the body. Adds Content-Length, nosniff, and
/// `Cache-Control: no-store` where the reply names no other. 204 and 304 have neither body nor
/// Content-Type nor Content-Length (RFC 9110, sections 15.3.5 and 15.4.5).
std::string encode_reply(const reply& what, answer_part part);

/// The head of an event stream: 200, exactly `text/event-stream`, caching and nginx's buffering
/// off, then `extra`. Throws std::invalid_argument for an extra header that would hold the stream
/// back: Transfer-Encoding, Content-Length, Content-Encoding, Connection, Keep-Alive.
std::string stream_head(const reply::header_list& extra = {});

/// The phrase IANA registers for a status; empty for one it does not know.
std::string_view reason_phrase(int status);

}  // namespace sluice::http
