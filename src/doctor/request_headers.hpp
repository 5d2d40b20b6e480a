// Whether what browsers send arrives at the worker. Pure.
#pragma once

#include <string>
#include <vector>

#include "client/timed_answer.hpp"
#include "doctor/finding.hpp"
#include "doctor/stream_record.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {

/// What a probe of headers sends. A value.
struct sent_headers {
  /// The site's own token, or a made-up one.
  std::string authorization;
  std::string cookie = "sluice_doctor=1";
  /// The id that a doctor makes.
  std::string last_event_id;

  /// "Name: value".
  std::vector<std::string> lines() const;
};

/// One finding for each header that is lost, or one for all.
std::vector<finding> judge_request_headers(const client::timed_answer& answer,
                                           const stream_record& record, const sent_headers& sent,
                                           web_server server);

}  // namespace sluice::doctor
