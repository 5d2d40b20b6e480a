// Whether the head of a stream is what it must be. Pure.
#pragma once

#include "client/timed_answer.hpp"
#include "doctor/finding.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {

/// Of an answer of the probe route to `Accept-Encoding: identity`.
finding judge_head(const client::timed_answer& answer, web_server server);

/// Of the same where frames are held back: what has the same cause is a remark, so that one fault
/// is told once.
finding beside_held_back(finding head);

}  // namespace sluice::doctor
