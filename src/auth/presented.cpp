#include "auth/presented.hpp"

#include <optional>
#include <string_view>

#include "base/text.hpp"

namespace sluice::auth {
namespace {

constexpr std::string_view scheme = "Bearer";
constexpr const char* parameter = "authorization";

// RFC 9110, section 11.1: schemes in any case. A comma joins what came as two header fields
// (RFC 9110, section 5.3), and no token has one.
outcome<presented> read_header(std::string_view value) {
  const std::string_view stated = value.substr(0, value.find_first_of(" \t,"));
  if (!equals_ignoring_case(stated, scheme)) return objection{reason::other_scheme};
  const std::string_view token = trimmed(value.substr(stated.size()));
  if (token.empty()) return objection{reason::token_misplaced, "after Bearer"};
  if (token.find_first_of(" \t,") != std::string_view::npos) {
    return objection{reason::several_tokens, "the Authorization header"};
  }
  return presented{std::string(token), carrier::header, "Authorization: Bearer ***"};
}

outcome<presented> read_query(const std::vector<std::string_view>& values) {
  if (values.size() > 1) return objection{reason::several_tokens, "the authorization parameter"};
  if (values.front().empty()) {
    return objection{reason::token_misplaced, "in the authorization parameter"};
  }
  return presented{std::string(values.front()), carrier::query, "authorization=***"};
}

// An empty cookie is one that was taken away.
std::optional<presented> find_cookie(const request& in, const std::vector<std::string>& names) {
  for (const std::string& each : names) {
    const auto value = in.cookie(each);
    if (!value || value->empty()) continue;
    return presented{std::string(*value), carrier::cookie, "cookie " + printable(each) + "=***"};
  }
  return std::nullopt;
}

}  // namespace

outcome<presented> find_token(const request& in, const token_places& places) {
  reason absent = reason::no_token;
  // Servers that keep the header from us may send the variable empty.
  const std::string_view header = trimmed(in.header("Authorization").value_or(""));
  if (!header.empty()) {
    auto found = read_header(header);
    if (found || !is_absent(found.error().why)) return found;
    absent = found.error().why;
  }
  if (places.in_query == query_tokens::accepted) {
    const auto values = in.query_all(parameter);
    if (!values.empty()) return read_query(values);
  }
  if (auto found = find_cookie(in, places.cookie_names)) return std::move(*found);
  return objection{absent};
}

bool is_absent(reason why) {
  return why == reason::no_token || why == reason::other_scheme;
}

}  // namespace sluice::auth
