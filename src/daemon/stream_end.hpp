// When a stream ends that may only be as long as its token. Any thread.
#pragma once

#include "auth/claims.hpp"
#include "base/clock.hpp"

namespace sluice::daemon {

/// The time for `session::expire_at`: so long before the token's end that the stream never outlives
/// it.
time_point stream_end_of(auth::instant token_end);

}  // namespace sluice::daemon
