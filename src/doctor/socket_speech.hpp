// What a worker says over its own socket. Pure.
#pragma once

#include <string>

#include "doctor/finding.hpp"
#include "doctor/socket_conversation.hpp"
#include "doctor/socket_sight.hpp"

namespace sluice::doctor {

/// Judges the answer to `<base>/healthz/ready`. Kinds: not-fastcgi, no-answer, draining, not-ready,
/// not-a-worker.
finding judge_health(const spoken_answer& heard, const socket_sight& seen,
                     const std::string& base_path);

/// Judges a paced stream of `frames` frames. What comes in time here and late at a browser is held
/// by what stands between. Kind: worker-late.
finding judge_pace(const spoken_answer& heard, std::size_t frames,
                   std::chrono::milliseconds interval);

}  // namespace sluice::doctor
