#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sluice/cgi_variables.hpp"

namespace sluice {

/// What the web server asked for: the CGI variables (RFC 3875) of one request and its body, read
/// once and never changed. A value. Views it returns live as long as the request.
///
///     auto topics = req.query_all("topic");
///     auto from = req.last_event_id_as<long>().value_or(-1);
class request {
 public:
  request() = default;
  /// `variables` as the web server sent them; the first of a repeated name rules.
  request(cgi_variables variables, std::string body);
  request(const fields& variables, std::string body);

  /// A CGI variable as it came, such as REMOTE_ADDR. Absent and empty differ.
  std::optional<std::string_view> variable(std::string_view name) const;

  std::string_view method() const { return method_; }
  /// The path of REQUEST_URI as the browser wrote it: neither decoded nor merged, because proxies
  /// decode SCRIPT_NAME and PATH_INFO and so lose what `%2F` meant. Without REQUEST_URI, the two.
  std::string_view path() const { return path_; }
  std::string_view remote_address() const;

  /// A request header by its HTTP name, in any case (`Last-Event-ID`).
  std::optional<std::string_view> header(std::string_view name) const;
  /// The first query parameter of that name, decoded by the WHATWG form rules.
  std::optional<std::string_view> query(std::string_view name) const;
  std::vector<std::string_view> query_all(std::string_view name) const;
  const fields& query_fields() const { return query_; }
  std::optional<std::string_view> cookie(std::string_view name) const;

  const std::string& body() const { return body_; }

  /// Where the browser wants to go on: the Last-Event-ID header, else the query parameter
  /// `lastEventID`. Absent when neither came or the value is empty.
  std::optional<std::string_view> last_event_id() const;
  /// The same as a number; absent when it is not one, whole.
  template <class Integer>
  std::optional<Integer> last_event_id_as() const;

 private:
  cgi_variables variables_;
  fields query_;
  std::string method_;
  std::string path_;
  std::string body_;
};

template <class Integer>
std::optional<Integer> request::last_event_id_as() const {
  const auto text = last_event_id();
  if (!text) return std::nullopt;
  Integer number{};
  const auto end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

}  // namespace sluice
