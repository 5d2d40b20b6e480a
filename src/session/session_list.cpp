#include "session/session_list.hpp"

#include <algorithm>

namespace sluice::session {
namespace {

// Browsers that come back at 200 a second are no burst for any proxy; fewer streams than the window
// has room for are drained sooner than its end, so that stopping an idle worker takes no time.
constexpr auto time_per_stream = std::chrono::milliseconds(5);
// The last part of the window is for readers that are slow to take their last bytes.
constexpr double used_part = 0.7;

}  // namespace

session_list::backlog session_list::measure() const {
  backlog found;
  for (const session& each : open_) {
    const std::size_t queued = each.queued_bytes();
    ++found.sessions;
    if (queued > 0) ++found.sessions_behind;
    found.queued_bytes += queued;
  }
  return found;
}

void session_list::drain(time_point now, clock::duration window, std::mt19937& random) {
  const auto longest = std::chrono::duration_cast<clock::duration>(window * used_part);
  const clock::duration spread =
      std::min<clock::duration>(longest, time_per_stream * static_cast<long>(open_.size()));
  std::uniform_int_distribution<clock::duration::rep> delay(0, spread.count());
  for (session& each : open_) each.drain_at(now + clock::duration(delay(random)));
}

}  // namespace sluice::session
