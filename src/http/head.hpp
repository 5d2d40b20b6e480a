// Answers as the bytes a CGI program writes (RFC 3875, section 6). Pure.
#pragma once

#include <string>

#include "sluice/reply.hpp"

namespace sluice::http {

/// `head` is what HEAD is answered: the same lines, and no body.
enum class answer_part { head, whole };

/// `Status:`, headers, an empty line and, for `whole`, the body. Adds Content-Length, and
/// `Cache-Control: no-store` and `X-Content-Type-Options: nosniff` where the reply does not say
/// them itself. 204, 205 and 304 have neither body nor Content-Type nor Content-Length.
std::string encode_reply(const reply& what, answer_part part);

/// The head of an event stream: 200, exactly `text/event-stream`, caching, compression and nginx's
/// buffering off, nosniff (a stream is a valid script to `<script src>` otherwise), then `extra`.
/// Throws std::invalid_argument for an extra header that would break the head or hold the stream
/// back: those of `is_reserved_header`, Content-Type, Content-Encoding and X-Accel-Buffering.
std::string stream_head(const reply::header_list& extra = {});

}  // namespace sluice::http
