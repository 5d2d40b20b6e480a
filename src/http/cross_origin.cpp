#include "http/cross_origin.hpp"

namespace sluice::http {
namespace {

// Every method a route of ours answers.
constexpr const char* allowed_methods = "GET, HEAD, POST, DELETE";
// What EventSource, its replacements and publishers send (field report C3).
constexpr const char* allowed_headers = "authorization, cache-control, last-event-id, content-type";
// What a script may read beside the few headers it always may; both spellings of the position.
constexpr const char* exposed_headers = "Last-Event-ID, Mercure-Last-Event-ID, Link";
// Two hours, Chromium's cap. An origin taken from the list is refused at once all the same: the
// answer itself no longer allows it.
constexpr const char* preflight_lifetime_seconds = "7200";

}  // namespace

void cross_origin::append_headers(reply::header_list& to, const request& of) const {
  if (allowed_.is_empty()) return;
  to.emplace_back("Vary", "Origin");
  const auto origin = of.header("Origin");
  if (!origin) return;
  switch (allowed_.match(*origin)) {
    case origin_match::none:
      return;
    case origin_match::any:
      to.emplace_back("Access-Control-Allow-Origin", "*");
      break;
    case origin_match::listed:
      // As it was sent, because browsers compare bytes.
      to.emplace_back("Access-Control-Allow-Origin", *origin);
      to.emplace_back("Access-Control-Allow-Credentials", "true");
      break;
  }
  to.emplace_back("Access-Control-Expose-Headers", exposed_headers);
}

reply cross_origin::with_headers(reply answer, const request& to) const {
  reply::header_list added;
  append_headers(added, to);
  for (auto& [name, value] : added) answer.header(std::move(name), std::move(value));
  return answer;
}

std::optional<reply> cross_origin::preflight(const request& what) const {
  if (what.method() != "OPTIONS" || !what.header("Access-Control-Request-Method")) {
    return std::nullopt;
  }
  const auto origin = what.header("Origin");
  if (!origin) return std::nullopt;
  reply answer = with_headers(reply(204), what);
  if (allowed_.match(*origin) == origin_match::none) return answer;
  answer.header("Access-Control-Allow-Methods", allowed_methods);
  answer.header("Access-Control-Allow-Headers", allowed_headers);
  answer.header("Access-Control-Max-Age", preflight_lifetime_seconds);
  return answer;
}

}  // namespace sluice::http
