#include "daemon/probe_stream.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "daemon/loop_worker.hpp"
#include "daemon/update_frame.hpp"

namespace sluice::daemon {
namespace {

// What a busy machine and a slow way add to a probe at the most; beyond, nothing is measured.
constexpr auto allowed_lateness = std::chrono::seconds(10);

probe_entry::state state_of(session::ending why) {
  switch (why) {
    case session::ending::handler_returned:
      return probe_entry::state::complete;
    case session::ending::client_gone:
      return probe_entry::state::client_gone;
    default:
      return probe_entry::state::ended_by_worker;
  }
}

}  // namespace

probe_stream::probe_stream(session::session& out, loop_worker& on, probe_book& book,
                           probe_order order, const request& what, const probe_host& host,
                           time_point begun)
    : out_(out),
      on_(on),
      book_(book),
      order_(std::move(order)),
      place_(book_, order_.id, out_),
      begun_(begun),
      latest_end_(begun + order_.interval * (order_.frames + 1) + order_.idle + allowed_lateness),
      next_(*this) {
  out_.beat_every(order_.heartbeat);
  out_.open_with({event(first_frame_document(next_frame(), what, host))});
  wait_for_next();
}

probe_stream::place::~place() {
  book_.end(id_, state_of(of_.why_over().value_or(session::ending::client_gone)), clock::now());
}

probe_frame probe_stream::next_frame() {
  book_.count_write(order_.id);
  return {++sent_, clock::now() - begun_, order_.padding_bytes};
}

void probe_stream::wait_for_next() {
  const bool is_last = sent_ + 1 == order_.frames;
  const auto wait = is_last ? order_.interval + order_.idle : order_.interval;
  on_.loop().deadlines().set(next_, std::min(clock::now() + wait, latest_end_));
}

// The end comes an interval behind the last frame, so that nobody takes what the end flushed for
// what was flushed before: HAProxy keeps a frame 0.2 s, unless the end comes first.
void probe_stream::on_deadline(time_point now) {
  if (!out_.is_open()) return;
  if (sent_ == order_.frames) return out_.close(session::ending::handler_returned);
  if (now >= latest_end_) return out_.close(session::ending::fell_behind);
  // What the kernel does not take would be held in memory, and leave later than its frame says.
  is_waiting_for_room_ = !out_.has_room();
  if (!is_waiting_for_room_) return send_next(now);
  on_.loop().deadlines().set(next_, latest_end_);
}

void probe_stream::on_room() {
  if (std::exchange(is_waiting_for_room_, false)) on_.loop().deadlines().set(next_, clock::now());
}

void probe_stream::send_next(time_point now) {
  const auto frame =
      std::make_shared<const std::string>(event_frame(event(frame_document(next_frame()))));
  out_.write_frames({&frame, 1}, now);
  wait_for_next();
}

}  // namespace sluice::daemon
