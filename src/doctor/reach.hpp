// Whether the worker is reached at all. Pure.
#pragma once

#include <string>

#include "client/timed_answer.hpp"
#include "doctor/finding.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {

/// Judges the answer to a short request of the probe route at `url`. Fine only when a worker wrote
/// it.
finding judge_reach(const client::timed_answer& answer, const std::string& url, web_server server);

/// True when no server answered at all: the name, the connection or the time failed.
bool is_out_of_reach(const client::timed_answer& answer);

/// What the answer says that its server is, made fit for a line.
std::string server_text(const client::timed_answer& answer);

}  // namespace sluice::doctor
