// How many streams one address may have. Pure.
#pragma once

#include <vector>

#include "client/timed_answer.hpp"
#include "doctor/finding.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {

/// Of streams that were opened at once and should have been open together: each began before the
/// first of them was over.
finding judge_connections(const std::vector<client::timed_answer>& answers, web_server server);

}  // namespace sluice::doctor
