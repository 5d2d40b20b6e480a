// What may stand in a response head. Pure.
#pragma once

#include <string>
#include <string_view>

#include "sluice/reply.hpp"

namespace sluice::http {

/// A token (RFC 9110, section 5.6.2).
bool is_header_name(std::string_view name);

/// False with CR, LF or NUL inside, which would start a line of their own or end the head (RFC
/// 9110, section 5.5). Other bytes pass, as they do over HTTP/2.
bool is_header_value(std::string_view value);

/// True for what sluice or the web server says itself: Status, Content-Length, and the headers
/// about one connection, which HTTP/2 forbids (RFC 9113, section 8.2.2). An application that sends
/// Transfer-Encoding gets no event through lighttpd, Caddy and HAProxy.
bool is_reserved_header(std::string_view name);

/// Throws std::invalid_argument, with a sentence that names the header, unless it may be sent.
void require_header(std::string_view name, std::string_view value);

/// Looks `name` up in any case.
bool has_header(const reply::header_list& in, std::string_view name);

/// Appends "name: value" and CR LF.
void append_header(std::string& out, std::string_view name, std::string_view value);

}  // namespace sluice::http
