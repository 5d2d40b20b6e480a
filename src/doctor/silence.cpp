#include "doctor/silence.hpp"

#include <algorithm>
#include <utility>

#include "doctor/advice.hpp"
#include "doctor/figure.hpp"

namespace sluice::doctor {
namespace {

// One heartbeat may be lost or late; the second still comes in time. Heartbeats vary by a tenth.
constexpr int heartbeats_before_cut = 2;

// Some servers drop the worker and tell the browser much later (Apache: 3.2 and 8.2 s), so the
// earlier of both counts.
clock::duration cut_after(const silent_stream& what) {
  const auto& first = what.record.frames;
  auto after = what.record.ended - (first.empty() ? clock::duration() : first.front().came);
  if (what.ending && what.ending->now == probe_ending::state::client_gone) {
    const auto left = first.empty() ? clock::duration() : first.front().left;
    after = std::min(after, what.ending->after - left);
  }
  return after;
}

finding judge_cut(finding made, clock::duration after, clock::duration heartbeat,
                  web_server server) {
  made.kind = "cut-when-idle";
  made.seen = "cut after " + time_text(after) + " of silence";
  made.cause = "a server on the way ends answers that are silent for so long";
  made.change = advise("cut-when-idle", server);
  if (heartbeat == clock::duration::zero()) {
    made.what = judgement::fault;
    made.seen += ", and the worker's heartbeat is off";
  } else if (heartbeat * heartbeats_before_cut > after) {
    made.what = judgement::fault;
    made.seen +=
        ", and the worker's heartbeat of " + time_text(heartbeat) + " is more than half of it";
  } else {
    made.what = judgement::remark;
    made.seen += "; the worker's heartbeat of " + time_text(heartbeat) + " keeps streams alive";
  }
  return made;
}

}  // namespace

bool is_unexplained(const silent_stream& what) {
  using ending = client::timed_answer::ending;
  const bool is_cut = what.answer.how != ending::interrupted && what.answer.status == 200 &&
                      what.record.frames.size() < what.record.frames_asked_for;
  return is_cut && (!what.ending || what.ending->now == probe_ending::state::unknown);
}

finding judge_silence(const silent_stream& what, web_server server) {
  finding made{"idle"};
  made.tried = "a stream silent for " + time_text(what.silence) + ", without heartbeats";
  using ending = client::timed_answer::ending;
  if (what.answer.how == ending::interrupted) return skip(made, "interrupted");
  if (what.answer.status != 200 || !what.record.arrival) {
    // Something collects the answer, and gave up before a byte of it was handed on.
    const bool is_silent_timeout = what.answer.status == 504;
    if (!is_silent_timeout) {
      return skip(made, "status " + std::to_string(what.answer.status) + ", no frame came");
    }
  }
  if (what.record.frames.size() >= what.record.frames_asked_for) {
    made.seen = "it lived";
    return made;
  }
  if (what.ending && what.ending->now == probe_ending::state::ended_by_worker) {
    return skip(made, "the worker itself ended the stream: it drains, or has a maximum age");
  }
  const clock::duration heartbeat = what.ending           ? what.ending->worker.heartbeat
                                    : what.record.arrival ? what.record.arrival->worker.heartbeat
                                                          : clock::duration();
  return judge_cut(std::move(made), cut_after(what), heartbeat, server);
}

}  // namespace sluice::doctor
