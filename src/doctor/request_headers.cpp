#include "doctor/request_headers.hpp"

#include <utility>

#include "base/text.hpp"
#include "doctor/advice.hpp"
#include "doctor/reach.hpp"

namespace sluice::doctor {
namespace {

constexpr const char* tried = "send Authorization, Cookie, Last-Event-ID";

finding make_lost(const char* kind, const char* name, const char* consequence, web_server server) {
  return {"headers",
          judgement::fault,
          kind,
          std::string("send ") + name,
          std::string(name) + " does not arrive at the worker",
          consequence,
          advise(kind, server)};
}

// Of a stream that did not begin.
std::string refusal_text(const client::timed_answer& answer) {
  if (is_probe_limit(answer)) return probe_limit_text;
  if (answer.status == 200) return "no frame came back";
  const std::string status = "status " + std::to_string(answer.status);
  if (answer.status != 401 && answer.status != 403) return status;
  return status + " to a made-up token; give the site's own with --token-file FILE";
}

}  // namespace

std::vector<std::string> sent_headers::lines() const {
  return {"Authorization: Bearer " + authorization, "Cookie: " + cookie,
          "Last-Event-ID: " + last_event_id};
}

std::vector<finding> judge_request_headers(const client::timed_answer& answer,
                                           const stream_record& record, const sent_headers& sent,
                                           web_server server) {
  if (!record.arrival) {
    return {{"headers", judgement::skipped, "", tried, refusal_text(answer)}};
  }
  const arrival_document& arrived = *record.arrival;
  std::vector<finding> lost;
  if (!arrived.has_authorization) {
    lost.push_back(make_lost("authorization-lost", "Authorization",
                             "the web server keeps it: publishing and private topics are refused",
                             server));
  }
  if (!arrived.has_cookie) {
    lost.push_back(make_lost("cookie-lost", "Cookie",
                             "the web server keeps it: pages that sign in by cookie get no private "
                             "topics",
                             server));
  }
  if (arrived.last_event_id != sent.last_event_id) {
    lost.push_back(make_lost("last-event-id-lost", "Last-Event-ID",
                             "a layer keeps it or changes it: browsers that come back miss what "
                             "was published meanwhile",
                             server));
  }
  if (!lost.empty()) return lost;
  return {{"headers", judgement::fine, "", tried, "all arrive at the worker"}};
}

}  // namespace sluice::doctor
