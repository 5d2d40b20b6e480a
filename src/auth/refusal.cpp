#include "auth/refusal.hpp"

#include <utility>

namespace sluice::auth {
namespace {

// Both drop the header by default: Apache for FastCGI, HAProxy for its fcgi-app.
constexpr std::string_view dropped_header_hint =
    "no Authorization header reached the worker; Apache: CGIPassAuth On; HAProxy: pass-header "
    "authorization";

// RFC 6750, section 3 wants at least one parameter after the scheme.
constexpr std::string_view bare_challenge = "Bearer realm=\"sluice\"";

struct answer_kind {
  int status;
  /// RFC 6750, section 3.1. Empty: a challenge without one.
  std::string_view error;
};

answer_kind kind_of(reason why) {
  switch (why) {
    case reason::no_token:
    case reason::other_scheme:
      return {401, ""};
    case reason::token_misplaced:
    case reason::several_tokens:
      return {400, "invalid_request"};
    case reason::publish_not_granted:
    case reason::subscribe_not_granted:
    case reason::topic_not_granted:
    case reason::admin_not_granted:
      return {403, "insufficient_scope"};
    case reason::source_unknown:
    case reason::source_not_allowed:
    case reason::no_key:
      return {403, ""};
    default:
      return {401, "invalid_token"};
  }
}

std::string sentence_of(const objection& why, operation what, std::string_view shown) {
  if (why.why == reason::no_key && what == operation::publish) {
    return "publishing is off: " + why.sentence();
  }
  if (why.why == reason::no_token && what != operation::subscribe) {
    return why.sentence() + "; " + std::string(dropped_header_hint);
  }
  if (shown.empty()) return why.sentence();
  return std::string(shown) + ": " + why.sentence();
}

// Inside quotes RFC 6750 allows no others and no backslash; `describe` has neither.
std::string challenge_of(const answer_kind& kind, reason why) {
  if (kind.status == 401 && kind.error.empty()) return std::string(bare_challenge);
  if (kind.error.empty()) return {};
  return std::string(bare_challenge)
      .append(", error=\"")
      .append(kind.error)
      .append("\", error_description=\"")
      .append(describe(why))
      .append("\"");
}

}  // namespace

refusal refuse(const objection& why, operation what, std::string_view shown) {
  const answer_kind kind = kind_of(why.why);
  return {kind.status, sentence_of(why, what, shown), challenge_of(kind, why.why)};
}

reply to_reply(const refusal& of) {
  reply answer(of.status, of.sentence + ".\n");
  answer.header("Cache-Control", "no-store");
  if (!of.challenge.empty()) answer.header("WWW-Authenticate", of.challenge);
  return answer;
}

}  // namespace sluice::auth
