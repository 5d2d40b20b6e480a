#include "doctor/socket_room.hpp"

#include "config/settings.hpp"

namespace sluice::doctor {
namespace {

// Workers in field reports refused bursts with queues of 10 and of 128: a unix socket does not let
// the next one wait, and the web server answers 502.
constexpr std::size_t small_backlog = 128;
// As many as the worker keeps free for itself; at that point newcomers wait.
constexpr std::size_t reserved_descriptors = 32;
// The usual soft limit of shells and units, which the worker raises as far as it may: a worker that
// still has it may hold some thousand streams and no more.
constexpr std::size_t few_descriptors = 1024;

std::size_t wanted_backlog() {
  return config::settings{}.socket_backlog;
}

std::string queue_text(const socket_sight& seen) {
  return std::to_string(seen.queue->waiting) + " wait, " + std::to_string(seen.queue->backlog) +
         " may" +
         (seen.backlog_limit ? " (net.core.somaxconn " + std::to_string(*seen.backlog_limit) + ")"
                             : std::string());
}

std::string backlog_line(const socket_sight& seen) {
  const std::string wanted = std::to_string(wanted_backlog());
  if (seen.host.is_from_systemd) {
    return "`systemctl edit sluice.socket` with `[Socket]` and `Backlog=" + wanted +
           "`, then `systemctl restart sluice.socket sluice.service`";
  }
  return "write `socket-backlog = " + wanted +
         "` in the worker's configuration (/etc/sluice/sluice.conf), and restart the worker";
}

}  // namespace

finding judge_queue(const socket_sight& seen) {
  finding found{"queue", judgement::fine, "", "connections that wait at " + seen.address};
  if (!seen.queue) return skip(found, "the kernel does not tell");
  found.seen = queue_text(seen);
  const std::size_t backlog = seen.queue->backlog;
  if (seen.queue->waiting >= backlog && backlog > 0) {
    found.what = judgement::fault;
    found.kind = "queue-full";
    found.cause = "the worker takes connections more slowly than they come, or not at all";
    found.change = "`journalctl -u sluice` says whether it hangs or has no descriptors left";
  } else if (backlog < wanted_backlog()) {
    const bool is_cut = seen.backlog_limit && *seen.backlog_limit < wanted_backlog() &&
                        backlog >= *seen.backlog_limit;
    found.what = backlog <= small_backlog ? judgement::fault : judgement::remark;
    found.kind = is_cut ? "backlog-cut" : "backlog-small";
    found.cause = is_cut ? "the kernel cuts the queue; a burst that does not fit is answered 502"
                         : "the socket was made with a short queue; a burst that does not fit is "
                           "answered 502";
    found.change = is_cut ? "`sysctl -w net.core.somaxconn=" + std::to_string(wanted_backlog()) +
                                "` (and the same line in /etc/sysctl.d/sluice.conf), then restart "
                                "the worker"
                          : backlog_line(seen);
  }
  return found;
}

finding judge_descriptors(const socket_sight& seen) {
  finding found{"descriptors", judgement::fine, "", "open files of the worker"};
  if (seen.host.is_systemd_alone()) return skip(found, "no worker has the socket");
  if (!seen.host.descriptor_limit) {
    return skip(found, "user " + seen.self.name + " may not look at its limits; run it as root");
  }
  const std::size_t limit = *seen.host.descriptor_limit;
  const std::size_t open = seen.host.open_descriptors.value_or(0);
  found.seen =
      (seen.host.open_descriptors ? std::to_string(open) + " of " : std::string("at most ")) +
      std::to_string(limit) + "; each stream takes one";
  found.change =
      "write `LimitNOFILE=524288` under `[Service]` (`systemctl edit sluice`), and "
      "restart the worker";
  if (open + reserved_descriptors >= limit) {
    found.what = judgement::fault;
    found.kind = "descriptors-used";
    found.cause = "the limit is reached: new streams wait in the queue until others end";
  } else if (limit <= few_descriptors) {
    found.what = judgement::remark;
    found.kind = "descriptors-few";
    found.cause = "the limit on open files is the limit on streams";
  } else {
    found.change.clear();
  }
  return found;
}

}  // namespace sluice::doctor
