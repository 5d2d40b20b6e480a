#include "sluice/request.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "http/form.hpp"

namespace sluice {
namespace {

std::optional<std::string_view> find(const fields& in, std::string_view name) {
  for (const auto& [each, value] : in) {
    if (each == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> non_empty(std::optional<std::string_view> text) {
  if (text && text->empty()) return std::nullopt;
  return text;
}

// A request target from '?' on is the query.
struct target_parts {
  std::string_view path;
  std::string_view query;
};

// The absolute form (RFC 9112, section 3.2.2), which some proxies pass on, loses its origin; its
// path may be empty and then means "/".
target_parts split_target(std::string_view target) {
  bool is_absolute = false;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
    is_absolute = true;
    break;
  }
  const std::size_t question = std::min(target.find('?'), target.size());
  target_parts parts = {target.substr(0, question),
                        target.substr(std::min(question + 1, target.size()))};
  if (is_absolute && parts.path.empty()) parts.path = "/";
  return parts;
}

char to_variable_character(char c) {
  if (c == '-') return '_';
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

// HTTP_LAST_EVENT_ID is of the header "last-event-id" (RFC 3875, section 4.1.18).
bool is_of_header(std::string_view variable, std::string_view header) {
  constexpr std::string_view prefix = "HTTP_";
  return variable.starts_with(prefix) &&
         std::ranges::equal(variable.substr(prefix.size()), header, {}, {}, to_variable_character);
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  return text.substr(1, text.size() - 2);
}

}  // namespace

request::request(const fields& variables, std::string body)
    : request(cgi_variables::of(variables), std::move(body)) {}

request::request(cgi_variables variables, std::string body)
    : variables_(std::move(variables)), body_(std::move(body)) {
  method_ = variable("REQUEST_METHOD").value_or("");
  const auto uri = non_empty(variable("REQUEST_URI"));
  const target_parts target = split_target(uri.value_or(""));
  if (uri) {
    path_ = target.path;
  } else {
    path_.append(variable("SCRIPT_NAME").value_or("")).append(variable("PATH_INFO").value_or(""));
  }
  // HAProxy leaves QUERY_STRING out when it is empty; others always send it.
  query_ = http::parse_form(variable("QUERY_STRING").value_or(target.query));
}

std::optional<std::string_view> request::variable(std::string_view name) const {
  return variables_.find(name);
}

std::string_view request::remote_address() const {
  return variable("REMOTE_ADDR").value_or("");
}

std::optional<std::string_view> request::header(std::string_view name) const {
  // These two come without HTTP_, and servers send them empty when the request has none (RFC 3875,
  // sections 4.1.2 and 4.1.3).
  if (equals_ignoring_case(name, "Content-Type")) return non_empty(variable("CONTENT_TYPE"));
  if (equals_ignoring_case(name, "Content-Length")) return non_empty(variable("CONTENT_LENGTH"));
  return variables_.find_if([name](std::string_view each) { return is_of_header(each, name); });
}

std::optional<std::string_view> request::query(std::string_view name) const {
  return find(query_, name);
}

std::vector<std::string_view> request::query_all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& [each, value] : query_) {
    if (each == name) values.push_back(value);
  }
  return values;
}

// `a=b; c=d` (RFC 6265, section 5.4). The first of a repeated name rules: browsers send the one
// with the longest path first. Quotes around a value are not part of it: libraries write them
// around values with spaces and commas, and expect them taken off.
std::optional<std::string_view> request::cookie(std::string_view name) const {
  std::string_view rest = header("Cookie").value_or("");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || trimmed(pair.substr(0, equals)) != name) continue;
    return without_quotes(trimmed(pair.substr(equals + 1)));
  }
  return std::nullopt;
}

std::optional<std::string_view> request::last_event_id() const {
  if (const auto id = non_empty(header("Last-Event-ID"))) return id;
  for (const char* const name : {"lastEventID", "Last-Event-ID", "last_event_id"}) {
    if (const auto id = non_empty(query(name))) return id;
  }
  return std::nullopt;
}

}  // namespace sluice
