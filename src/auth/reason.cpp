#include "auth/reason.hpp"

#include <stdexcept>

namespace sluice::auth {

std::string_view describe(reason why) {
  switch (why) {
    case reason::no_token:
      return "no token came with the request";
    case reason::other_scheme:
      return "the Authorization header has another scheme than Bearer";
    case reason::token_misplaced:
      return "there is no token where one was announced";
    case reason::several_tokens:
      return "more than one token came in one place";
    case reason::source_unknown:
      return "what a cookie permits must come from a known page, and neither Origin nor Referer "
             "names one";
    case reason::source_not_allowed:
      return "the page's origin may not use a cookie to change anything here";
    case reason::malformed:
      return "the token is malformed";
    case reason::wrong_number_of_parts:
      return "a signed token has three parts with dots between them, and this one has not";
    case reason::bad_base64:
      return "a part of the token is not Base64 for URLs without padding";
    case reason::bad_json:
      return "the token's header or its claims are not a JSON object";
    case reason::no_key:
      return "no key is configured to verify tokens with";
    case reason::algorithm_none:
      return "the token is not signed";
    case reason::algorithm_wrong:
      return "the token's algorithm is not the configured one";
    case reason::extension_unknown:
      return "the token demands an extension that sluice does not have (crit)";
    case reason::bad_signature:
      return "the token is not signed with a configured key, or was changed afterwards";
    case reason::time_malformed:
      return "exp or nbf of the token is not a number of seconds";
    case reason::expired:
      return "the token has expired";
    case reason::not_yet_valid:
      return "the token is not valid yet";
    case reason::no_claim:
      return "the token has no mercure claim";
    case reason::claim_malformed:
      return "the mercure claim of the token is not an object";
    case reason::selectors_malformed:
      return "the topic selectors of the token are not an array of strings";
    case reason::too_many_selectors:
      return "the token has too many topic selectors";
    case reason::publish_not_granted:
      return "the token does not permit publishing; mercure.publish is missing or empty";
    case reason::subscribe_not_granted:
      return "the token does not permit subscribing; mercure.subscribe is missing or empty";
    case reason::topic_not_granted:
      return "the token does not permit this for every topic named";
    case reason::admin_not_granted:
      return "the token does not permit administration; sluice.admin is not true";
  }
  return "the request is not permitted";
}

std::string objection::sentence() const {
  std::string text(describe(why));
  if (!detail.empty()) text.append(": ").append(detail);
  return text;
}

void throw_exception_from_error(const objection& what, const boost::source_location&) {
  throw std::runtime_error(what.sentence());
}

}  // namespace sluice::auth
