// Which web server stands in front of the worker. Pure.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace sluice::doctor {

/// `unknown` is everything else, and a server that does not say what it is.
enum class web_server { unknown, nginx, apache, lighttpd, caddy, haproxy };

/// Those that advice is known for.
inline constexpr std::array known_servers = {web_server::nginx, web_server::apache,
                                             web_server::lighttpd, web_server::caddy,
                                             web_server::haproxy};

/// As on the command line.
std::string_view name_of(web_server which);
std::optional<web_server> try_parse_server(std::string_view name);

/// By the Server header of an answer. HAProxy adds none, and Caddy none to what a worker answers.
web_server recognize_server(std::string_view server_header);

}  // namespace sluice::doctor
