#include "doctor/socket_speech.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "doctor/figure.hpp"

namespace sluice::doctor {
namespace {

using how = spoken_answer::outcome;

// A worker is asked, and another program may echo anything.
constexpr std::size_t most_quoted_bytes = 120;

finding judge_silence(finding found, const spoken_answer& heard, const socket_host& host) {
  found.what = judgement::fault;
  if (heard.how == how::silent && host.is_systemd_alone()) {
    found.kind = "no-worker";
    found.seen = "connected, and no answer within " + time_text(heard.took);
    found.cause =
        "systemd holds the socket and no worker has it: it does not start, and browsers wait";
    found.change =
        "`systemctl status sluice` and `journalctl -u sluice` say why; where it is the "
        "configuration, `sluice config check` names each line";
    return found;
  }
  if (heard.how == how::silent) {
    found.kind = "no-answer";
    found.seen = "connected, and no answer within " + time_text(heard.took);
    found.cause = "the worker hangs, or a program listens that is none";
    found.change = "`systemctl restart sluice`";
    return found;
  }
  found.kind = "not-fastcgi";
  found.seen = heard.trouble;
  found.cause = "another program listens there, and not a FastCGI worker";
  found.change =
      "give worker and web server a socket of their own (`--socket "
      "/run/sluice/sluice.sock`)";
  return found;
}

// The reasons in the document, without its marks.
std::string reasons_in(const std::string& document) {
  return printable(document.substr(0, document.find_last_not_of("\r\n") + 1), most_quoted_bytes);
}

bool is_health_document(const spoken_answer& heard) {
  return heard.content_type == "application/json" && heard.body.starts_with('{');
}

finding judge_unready(finding found, const spoken_answer& heard) {
  found.what = judgement::fault;
  found.seen = "it answers " + std::to_string(heard.status) + ": " + reasons_in(heard.body);
  if (is_health_document(heard)) {
    found.kind = "not-ready";
    found.cause = "the worker runs and says itself why it takes no new streams";
    found.change = "`journalctl -u sluice` has the line of the fault that it names";
  } else {
    found.kind = "draining";
    found.cause = "the worker was told to stop, and ends its streams now";
    found.change = "wait for its end, then `systemctl start sluice`";
  }
  return found;
}

}  // namespace

finding judge_health(const spoken_answer& heard, const socket_sight& seen,
                     const std::string& base_path) {
  const std::string target = base_path + "/healthz/ready";
  finding found{"worker", judgement::fine, "", "GET " + target + " over " + seen.address};
  if (heard.how != how::complete) return judge_silence(found, heard, seen.host);
  if (heard.status == 200 && is_health_document(heard)) {
    found.seen = "ready, after " + time_text(heard.took);
    return found;
  }
  if (heard.status == 503) return judge_unready(found, heard);
  found.what = judgement::fault;
  found.kind = "not-a-worker";
  found.seen = "FastCGI answers, with " + std::to_string(heard.status) + " " +
               printable(heard.content_type, most_quoted_bytes);
  found.cause =
      "it is another FastCGI program, or a worker with another base path than " + base_path;
  found.change =
      "name the base path that the worker has: `sluice config show` says it "
      "(`base-path`)";
  return found;
}

// The worker's own refusal of one more probe (daemon/probe_service.cpp), or of one more stream.
finding judge_refusal(finding found, const spoken_answer& heard) {
  if (heard.body.starts_with("As many probes")) {
    return skip(found, "the worker has too many probes at a time");
  }
  found.what = judgement::fault;
  found.kind = "stream-refused";
  found.seen = "it answers 503: " + reasons_in(heard.body);
  found.cause = "the worker runs, and opens no further stream for anybody";
  found.change =
      "raise the limit that it names, in /etc/sluice/sluice.conf, and `systemctl reload sluice`; "
      "`sluice_streams_open` in <base-path>/metrics shows how many there are";
  return found;
}

finding judge_pace(const spoken_answer& heard, std::size_t frames,
                   std::chrono::milliseconds interval) {
  finding found{"pace", judgement::fine, "", "a paced stream from the worker itself"};
  if (heard.status == 404) return skip(found, "this worker has no probe route");
  if (heard.status == 503) return judge_refusal(found, heard);
  if (heard.pieces.size() < 2 || heard.status != 200) {
    found.what = judgement::remark;
    found.kind = "worker-late";
    found.seen = heard.trouble.empty() ? "all in one piece" : heard.trouble;
    found.cause = "the worker or this machine is overloaded";
    return found;
  }
  const auto spread = heard.pieces.back().at - heard.pieces.front().at;
  found.seen = count_text(frames, "frame") + ", one every " + time_text(interval) + ", came over " +
               time_text(spread) + "; what is late at a browser is held in front of the worker";
  // All at once would be 0; a machine under load still spreads them over more than half.
  if (spread < interval * static_cast<long>(frames - 1) / 2) {
    found.what = judgement::remark;
    found.kind = "worker-late";
    found.cause = "the worker or this machine is overloaded";
  }
  return found;
}

}  // namespace sluice::doctor
