// Where a request carries its token (Mercure draft 07, section "Authorization").
#pragma once

#include <string>
#include <vector>

#include "auth/reason.hpp"
#include "sluice/request.hpp"

namespace sluice::auth {

enum class carrier { header, query, cookie };

/// Whether the query parameter `authorization` may carry a token. URLs end in access logs, in
/// histories and in `Referer`, so the protocol leaves it to the hub and wants it for clients that
/// can do nothing else.
enum class query_tokens { ignored, accepted };

/// Where to look. A value.
struct token_places {
  /// In order; the first that came rules.
  std::vector<std::string> cookie_names = {"mercureAuthorization"};
  query_tokens in_query = query_tokens::ignored;
};

/// A token that came, not verified. A value.
struct presented {
  std::string token;
  carrier by;
  /// The place, for logs and answers: "Authorization: Bearer ***".
  std::string shown;
};

/// Takes the token out of a request: from the Authorization header, else the query, else a cookie.
/// A place with a token that is not well presented fails, and the next is not tried, so that nobody
/// is taken for somebody else. Fails with
/// - `no_token`, and `other_scheme`, which is what a web server's own password needs: see
///   `is_absent`; a subscriber may go on as nobody in particular;
/// - `token_misplaced` for `Bearer` and nothing, or an empty `authorization` parameter;
/// - `several_tokens` for more in one header or more parameters than one.
/// Of a repeated header field the first counts, as everywhere in `request`.
outcome<presented> find_token(const request& in, const token_places& places);

/// Whether the reason is that no token came, rather than a bad one.
bool is_absent(reason why);

}  // namespace sluice::auth
