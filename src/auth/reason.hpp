// Why a request may not do what it asks for.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace sluice::auth {

/// Each value has one sentence: `describe`.
enum class reason {
  // Where the token should be.
  no_token,
  other_scheme,
  token_misplaced,
  several_tokens,
  // The page that sends a cookie.
  source_unknown,
  source_not_allowed,
  // The token's text.
  malformed,
  wrong_number_of_parts,
  bad_base64,
  bad_json,
  // Its signature.
  no_key,
  algorithm_none,
  algorithm_wrong,
  extension_unknown,
  bad_signature,
  // Its times.
  time_malformed,
  expired,
  not_yet_valid,
  // Its claims.
  no_claim,
  claim_malformed,
  selectors_malformed,
  too_many_selectors,
  // What it grants.
  publish_not_granted,
  subscribe_not_granted,
  topic_not_granted,
  admin_not_granted,
};

inline constexpr reason last_reason = reason::admin_not_granted;

/// One sentence, no full stop. It is fixed text, so it holds nothing of any token.
std::string_view describe(reason why);

/// A reason and its circumstances. A value. Safe to log and to answer with: `detail` holds times,
/// names of algorithms that sluice knows, and limits, never a part of a token.
struct objection {
  reason why;
  std::string detail = {};

  /// "<sentence>: <detail>".
  std::string sentence() const;

  friend bool operator==(const objection&, const objection&) = default;
};

/// Throws std::runtime_error with the sentence: what `value()` of an outcome without one does.
[[noreturn]] void throw_exception_from_error(const objection& what, const boost::source_location&);

/// A value, or why there is none.
template <class T>
using outcome = boost::system::result<T, objection>;

}  // namespace sluice::auth
