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

/// True when no server answered at all: the name, the connection or the time failed, or it closed
/// without a word.
bool is_out_of_reach(const client::timed_answer& answer);

/// The worker refuses a probe since as many run as may (daemon/probe_service.cpp): other doctors
/// are at work, which says nothing of the site.
bool is_probe_limit(const client::timed_answer& answer);
inline constexpr const char* probe_limit_text =
    "the worker has as many probes as it takes: another doctor is at work";

/// Of a site whose worker was reached and whose short answers then did not come.
finding judge_no_round_trip(const client::timed_answer& last);

/// Of a stream that was refused where the worker was reached before.
finding judge_refused_stream(const client::timed_answer& answer, const std::string& url,
                             web_server server);

/// What the answer says that its server is, made fit for a line.
std::string server_text(const client::timed_answer& answer);

}  // namespace sluice::doctor
