#include "doctor/web_server.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace sluice::doctor {
namespace {

bool begins_with(std::string_view text, std::string_view name) {
  return equals_ignoring_case(text.substr(0, name.size()), name);
}

}  // namespace

std::string_view name_of(web_server which) {
  switch (which) {
    case web_server::nginx:
      return "nginx";
    case web_server::apache:
      return "apache";
    case web_server::lighttpd:
      return "lighttpd";
    case web_server::caddy:
      return "caddy";
    case web_server::haproxy:
      return "haproxy";
    case web_server::unknown:
      break;
  }
  return "unknown";
}

std::optional<web_server> try_parse_server(std::string_view name) {
  const auto found = std::find_if(known_servers.begin(), known_servers.end(), [&](web_server each) {
    return equals_ignoring_case(name_of(each), name);
  });
  return found == known_servers.end() ? std::nullopt : std::optional(*found);
}

web_server recognize_server(std::string_view server_header) {
  // OpenResty and Angie are nginx with more in it, and take its directives.
  for (const std::string_view name : {"nginx", "openresty", "angie"}) {
    if (begins_with(server_header, name)) return web_server::nginx;
  }
  return try_parse_server(server_header.substr(0, server_header.find_first_of("/ ")))
      .value_or(web_server::unknown);
}

}  // namespace sluice::doctor
