// How a request is answered that may not do what it asks for.
#pragma once

#include <string>
#include <string_view>

#include "auth/reason.hpp"
#include "sluice/reply.hpp"

namespace sluice::auth {

enum class operation { subscribe, publish, administer };

/// The answer's parts. A value. Nothing in it comes from a token.
struct refusal {
  /// 401 for no token or a bad one, 400 for one that is badly presented, 403 for what a good one
  /// does not permit.
  int status;
  /// One sentence for the body and the log.
  std::string sentence;
  /// The value of WWW-Authenticate (RFC 6750, section 3); empty where a token would not help.
  std::string challenge;

  friend bool operator==(const refusal&, const refusal&) = default;
};

/// `shown` is the place the token came from, of `presented`; empty when none came. Where no token
/// reached the worker on its way to more than reading, the sentence names the two web servers that
/// keep the Authorization header to themselves.
refusal refuse(const objection& why, operation what, std::string_view shown = {});

/// The whole answer: text/plain, not to be cached.
reply to_reply(const refusal& of);

}  // namespace sluice::auth
