#include "doctor/departure.hpp"

#include <string>
#include <utility>

#include "doctor/advice.hpp"
#include "doctor/figure.hpp"

namespace sluice::doctor {
namespace {

finding blame(finding made, std::string cause, web_server server) {
  made.what = judgement::fault;
  made.kind = "departure";
  made.cause = std::move(cause);
  made.change = advise("departure", server);
  return made;
}

// Of a worker that learned it by writing. A browser may leave right behind a heartbeat, so that the
// next one is a whole heartbeat away; and what a write meets shows at the one after it.
finding judge_late(finding made, std::size_t writes, clock::duration heartbeat, web_server server) {
  made.seen = "the worker knew at write " + std::to_string(writes);
  if (server == web_server::nginx) {
    return blame(std::move(made), "nginx does not tell the worker that a browser left", server);
  }
  if (heartbeat == clock::duration::zero()) {
    made.what = judgement::remark;
    made.kind = "departure-when-quiet";
    made.seen += "; with its heartbeat off it never does on a quiet stream";
    made.cause = "a server on the way notices that a browser left only when it writes to it";
    made.change = "give the worker a `--heartbeat`, such as 15s";
    return made;
  }
  made.seen += ": on a quiet stream after up to " + time_text(heartbeat * (writes + 1)) +
               ", with its heartbeat of " + time_text(heartbeat);
  return made;
}

}  // namespace

std::size_t writes_behind_departure(const departed_stream& what) {
  const std::size_t writes = what.ending ? what.ending->writes : 0;
  return writes > what.frames_seen ? writes - what.frames_seen : 0;
}

web_server server_of_departures(web_server outer, web_server inner) {
  return inner == web_server::nginx ? outer : inner;
}

finding judge_departure(const departed_stream& what, web_server server) {
  finding made{"departure"};
  made.tried = "leave a stream after " + count_text(what.frames_seen, "frame");
  if (what.frames_seen == 0) return skip(made, "no frame came");
  if (auto why = why_untold(what.ending)) return skip(made, std::move(*why));
  const std::size_t writes = writes_behind_departure(what);
  if (what.ending->now != probe_ending::state::client_gone) {
    made.seen = "the worker did not learn of it within " + count_text(writes, "more frame");
    return blame(std::move(made),
                 "a server on the way takes the stream on for nobody: the worker holds it for ever",
                 server);
  }
  if (writes == 0) {
    made.seen = "the worker knew before it sent another";
    return made;
  }
  return judge_late(std::move(made), writes, what.ending->worker.heartbeat, server);
}

}  // namespace sluice::doctor
