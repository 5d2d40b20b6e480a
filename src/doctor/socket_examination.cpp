#include "doctor/socket_examination.hpp"

#include <cerrno>
#include <chrono>

#include "doctor/audit_judgement.hpp"
#include "doctor/socket_attempt.hpp"
#include "doctor/socket_conversation.hpp"
#include "doctor/socket_presence.hpp"
#include "doctor/socket_rights.hpp"
#include "doctor/socket_room.hpp"
#include "doctor/socket_sighting.hpp"
#include "doctor/socket_speech.hpp"
#include "doctor/unit_judgement.hpp"

namespace sluice::doctor {
namespace {

// A worker answers in a millisecond; on a machine that swaps in seconds.
constexpr std::chrono::milliseconds answer_patience{5'000};
// Enough to tell a paced stream from a lump, in less than half a second.
constexpr std::size_t paced_frames = 5;
constexpr std::chrono::milliseconds paced_interval{100};

// The way of the web server's user, as far as it can be seen; nothing for a port.
std::optional<finding> judge_way(const socket_sight& seen) {
  if (!seen.is_path()) return std::nullopt;
  const int error = seen.steps.back().error;
  if (error != 0 && error != EACCES) return std::nullopt;
  if (seen.steps.back().kind != file_kind::socket && error == 0) return std::nullopt;
  finding way = judge_rights(seen);
  // What this process may not look at cannot be called fine.
  if (error != 0 && way.what != judgement::fault) return std::nullopt;
  return way;
}

void judge_place(const socket_sight& seen, verdict& to) {
  const finding presence = judge_presence(seen);
  const auto way = judge_way(seen);
  const bool is_explained = way && way->what == judgement::fault && seen.connect_error == EACCES;
  if (!is_explained) to.add(presence);
  if (way) to.add(*way);
  if (seen.has_file() && is_temporary(seen.steps.back().path)) to.add(judge_temporary_folder(seen));
  to.add(judge_policy(seen));
  // Neither a fault of the site nor to be called fine.
  const bool is_unseen = !is_explained && presence.what == judgement::skipped;
  if (is_unseen && !to.has_fault()) to.declare_unreachable();
}

finding ask_health(const socket_order& order, const descriptor& connected,
                   const socket_sight& seen) {
  return judge_health(ask_over(connected, order.base_path + "/healthz/ready", answer_patience),
                      seen, order.base_path);
}

void talk(const socket_order& order, const descriptor& connected, const socket_sight& seen,
          report& to) {
  const finding health = ask_health(order, connected, seen);
  to.add(health);
  if (health.what != judgement::fine) return;
  const socket_attempt again = attempt_connect(order.address);
  if (!again.connected.is_open()) return;
  const std::string target = order.base_path + "/probe?frames=" + std::to_string(paced_frames) +
                             "&interval=" + std::to_string(paced_interval.count()) + "ms";
  to.add(
      judge_pace(ask_over(again.connected, target, answer_patience), paced_frames, paced_interval));
}

void examine_quickly(const socket_order& order, const socket_attempt& tried,
                     const socket_sight& seen, verdict& to) {
  const finding presence = judge_presence(seen);
  to.add(presence);
  if (tried.connected.is_open()) return to.add(ask_health(order, tried.connected, seen));
  if (presence.what == judgement::skipped) to.declare_unreachable();
}

}  // namespace

void examine_socket(const socket_order& order, verdict& to) {
  const socket_attempt tried = attempt_connect(order.address);
  socket_sight seen = look_at_socket(order, tried);
  if (order.how == depth::quick) return examine_quickly(order, tried, seen, to);
  judge_place(seen, to);
  if (!tried.connected.is_open()) return;
  talk(order, tried.connected, seen, to);
  // Where systemd has the socket, a worker may have been started by the first word.
  if (seen.host.is_from_systemd) seen = look_at_socket(order, tried);
  to.add(judge_queue(seen));
  to.add(judge_descriptors(seen));
}

}  // namespace sluice::doctor
