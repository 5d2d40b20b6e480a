#include "daemon/subscriber.hpp"

#include <chrono>
#include <memory>
#include <string>

#include "daemon/update_frame.hpp"
#include "mercure/gap_event.hpp"

namespace sluice::daemon {
namespace {

// Shorter than what proxies allow an answer to take, and long enough that waiting costs a request
// only twice a minute.
constexpr auto longest_wait = std::chrono::seconds(25);

}  // namespace

subscriber::subscriber(session::session& out, hub::outlet& from, const hub::interest& wanted,
                       std::uint64_t position, span how_long, log::limiter& lines)
    : out_(out), subscription_(from, wanted, position, *this), lines_(lines) {
  if (how_long == span::one_batch) {
    end().is_behind_batch = true;
    end_after(longest_wait);
  }
  subscription_.start();
}

std::size_t subscriber::write(std::span<const hub::frame> frames, time_point now) {
  const std::size_t taken = out_.write_frames(frames, now);
  // What else is there leaves with it: the stream ends in the loop's next tick.
  if (taken > 0 && end_ && end_->is_behind_batch) end_after(clock::duration::zero());
  return taken;
}

void subscriber::on_gap() {
  const auto gap = std::make_shared<const std::string>(event_frame(
      mercure::gap_event("", mercure::gap_reason::evicted, mercure::gap_follows::oldest)));
  out_.write_frames({&gap, 1}, clock::now());
}

void subscriber::end_soon(session::ending why) {
  if (end().why != session::ending::handler_returned) return;
  end().why = why;
  end_after(clock::duration::zero());
}

subscriber::planned_end& subscriber::end() {
  if (!end_) end_ = std::make_unique<planned_end>(*this);
  return *end_;
}

void subscriber::end_after(clock::duration time) {
  out_.loop().deadlines().set(end().at, clock::now() + time);
}

void subscriber::on_end() {
  const session::ending why = end().why;
  if (why == session::ending::finished) return out_.finish();
  if (why == session::ending::handler_returned) return out_.close(why);
  log::write_limited(lines_, log::level::warning,
                     "a reader is further behind than backlog-limit: its stream is ended, and goes "
                     "on from its last id when it comes back");
  out_.close(why);
}

}  // namespace sluice::daemon
