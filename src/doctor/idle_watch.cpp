#include "doctor/idle_watch.hpp"

#include <algorithm>
#include <utility>

#include "doctor/probe_client.hpp"

namespace sluice::doctor {

// The thread begins when all else is there.
idle_watch::idle_watch(const site_visit& visit)
    : visit_(visit), begun_(clock::now()), thread_([this] { watch(); }) {}

idle_watch::~idle_watch() {
  if (thread_.joinable()) thread_.join();
}

clock::duration idle_watch::left() const {
  return std::max<clock::duration>(begun_ + visit_.order.idle - clock::now(),
                                   clock::duration::zero());
}

silent_stream idle_watch::take() {
  thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(found_);
}

void idle_watch::watch() {
  try {
    found_ = look();
    if (is_unexplained(found_) && !visit_.until.wait_until(clock::now())) found_ = look();
  } catch (...) {
    failure_ = std::current_exception();
  }
}

silent_stream idle_watch::look() const {
  probe_client client(visit_);
  probe_request what{make_probe_id()};
  what.frames = 2;
  what.idle = visit_.order.idle;
  auto seen = client.open(what);
  silent_stream found{what.idle, std::move(seen.answer), std::move(seen.record), std::nullopt};
  if (found.answer.how != client::timed_answer::ending::interrupted) {
    found.ending = client.try_ask_ending(what.id);
  }
  return found;
}

}  // namespace sluice::doctor
