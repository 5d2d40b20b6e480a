// Makes tokens.
#pragma once

#include <string>

#include "auth/claims.hpp"
#include "auth/key.hpp"
#include "base/result.hpp"

namespace sluice::auth {

/// A signed token in compact form. The header is `alg` alone, which is all that verifying reads;
/// members are in the order of their names. Fails with `text_malformed` when the payload is not
/// JSON, `text_not_utf8` when a selector is not UTF-8, and `option_invalid` when there are more
/// selectors than a verifier takes.
result<std::string> try_mint(const signing_key& by, const claims& grants);

}  // namespace sluice::auth
