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

// The target in absolute form (RFC 9112, 3.2.2), which some proxies pass on, without its origin.
std::string_view without_origin(std::string_view target) {
  const std::size_t scheme_end = target.find("://");
  if (target.starts_with('/') || scheme_end == std::string_view::npos) return target;
  const std::size_t path = target.find('/', scheme_end + 3);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

// "last-event-id" is HTTP_LAST_EVENT_ID (RFC 3875, 4.1.18).
std::string variable_of_header(std::string_view header) {
  std::string name;
  for (const char c : header) {
    name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (name == "CONTENT_TYPE" || name == "CONTENT_LENGTH") return name;
  return "HTTP_" + name;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view without_quotes(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  return text.substr(1, text.size() - 2);
}

}  // namespace

request::request(fields variables, std::string body)
    : variables_(std::move(variables)), body_(std::move(body)) {
  method_ = variable("REQUEST_METHOD").value_or("");
  const auto target = variable("REQUEST_URI");
  std::string_view uri = without_origin(target.value_or(""));
  const std::size_t question = std::min(uri.find('?'), uri.size());
  if (target) {
    path_ = uri.substr(0, question);
  } else {
    path_.append(variable("SCRIPT_NAME").value_or("")).append(variable("PATH_INFO").value_or(""));
  }
  // HAProxy leaves QUERY_STRING out when it is empty; others always send it.
  const auto query = variable("QUERY_STRING");
  query_ = http::parse_form(query ? *query : uri.substr(std::min(question + 1, uri.size())));
}

std::optional<std::string_view> request::variable(std::string_view name) const {
  return find(variables_, name);
}

std::string_view request::remote_address() const {
  return variable("REMOTE_ADDR").value_or("");
}

std::optional<std::string_view> request::header(std::string_view name) const {
  return variable(variable_of_header(name));
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

// RFC 6265, 4.2.1: pairs parted by semicolons. Quotes around a value are not part of it.
std::optional<std::string_view> request::cookie(std::string_view name) const {
  std::string_view rest = header("Cookie").value_or("");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) continue;
    return without_quotes(trim(pair.substr(equals + 1)));
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
