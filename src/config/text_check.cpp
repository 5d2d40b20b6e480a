#include "config/text_check.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

#include "config/unit.hpp"

namespace sluice::config {
namespace {

// sun_path of unix(7) has 108 bytes, the closing NUL among them.
constexpr std::size_t longest_socket_path_bytes = 107;

}  // namespace

std::optional<std::string> check_socket(std::string_view value) {
  if (value.starts_with('/')) {
    if (value.size() <= longest_socket_path_bytes) return std::nullopt;
    return "is longer than the 107 bytes the kernel allows; write a shorter path";
  }
  // As fcgi/internet_binding.cpp has it: the colons of IPv6 need brackets.
  const bool is_in_brackets = value.starts_with('[');
  const auto colon = is_in_brackets ? value.find("]:") + 1 : value.find(':');
  const std::size_t shortest_host = is_in_brackets ? 3 : 1;
  if (colon != value.npos && colon >= shortest_host) {
    const auto port = try_parse_count(value.substr(colon + 1));
    if (port && *port >= 1 && *port <= 65535) return std::nullopt;
  }
  return "is not an address; write an absolute path, such as /run/sluice/sluice.sock, or "
         "HOST:PORT, such as 127.0.0.1:9000";
}

std::optional<std::string> check_group(std::string_view value) {
  // What separates names in group(5) and in a shell's arguments.
  if (value.find_first_of(": ,") == value.npos) return std::nullopt;
  return "is not the name of one group; write a name of /etc/group, such as www-data";
}

std::optional<std::string> check_algorithm(std::string_view value) {
  static constexpr std::array<std::string_view, 10> names{
      "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"};
  if (std::find(names.begin(), names.end(), value) != names.end()) return std::nullopt;
  return "is not the name of an algorithm; write such as HS256";
}

// Coarse; the worker parses it whole and says what is wrong with it.
std::optional<std::string> check_origin(std::string_view value) {
  if (value == "*" || value.find("://") != value.npos) return std::nullopt;
  return "is not an origin; write such as https://example.org, or *";
}

std::optional<std::string> check_address(std::string_view value) {
  in6_addr parsed;
  const std::string text(value);
  if (value == "none" || ::inet_pton(AF_INET, text.c_str(), &parsed) == 1 ||
      ::inet_pton(AF_INET6, text.c_str(), &parsed) == 1) {
    return std::nullopt;
  }
  return "is not an address; write such as 192.0.2.7 or 2001:db8::7, or none";
}

std::optional<std::string> check_history(std::string_view value) {
  if (value == "memory") return std::nullopt;
  if (value.starts_with("sqlite:/") && !value.ends_with('/')) return std::nullopt;
  return "is not a place; write memory, or sqlite:/var/lib/sluice/history.db";
}

std::optional<std::string> check_control(std::string_view value) {
  if (value.empty()) return std::nullopt;
  if (!value.starts_with('/'))
    return "is not an absolute path; write such as /run/sluice/control.sock";
  return check_socket(value);
}

std::optional<std::string> check_log_file(std::string_view value) {
  if (value.empty() || (value.starts_with('/') && !value.ends_with('/'))) return std::nullopt;
  return "is not an absolute path of a file; write such as /var/log/sluice/sluice.log";
}

// RFC 6265, 4.1.1: a token of RFC 9110.
std::optional<std::string> check_cookie_name(std::string_view value) {
  constexpr std::string_view separators = "()<>@,;:\\\"/[]?={} \t";
  const bool is_name = !value.empty() && value.find_first_of(separators) == value.npos;
  if (is_name) return std::nullopt;
  return "is not the name of a cookie; write such as mercureAuthorization";
}

std::optional<std::string> check_base_path(std::string_view value) {
  if (!value.starts_with('/')) return "does not start with /; write such as /sluice";
  if (value.ends_with('/')) return "ends with /; write it without the last /, such as /sluice";
  if (value.find("//") != value.npos) return "contains //; write a single /";
  if (value.find_first_of("?#") != value.npos) {
    return "contains ? or #, which end a path; write the path alone, such as /sluice";
  }
  return std::nullopt;
}

}  // namespace sluice::config
