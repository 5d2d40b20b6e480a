// The secret of a hub that is measured, and tokens signed with it.
#pragma once

#include <string>

#include "auth/claims.hpp"

namespace sluice::bench {

/// Another one each time, long enough for HS256.
std::string draw_secret();

/// Throws std::runtime_error.
std::string mint(const std::string& secret, const auth::claims& grants);

/// Publishing to every topic.
auth::claims publishing_grants();

}  // namespace sluice::bench
