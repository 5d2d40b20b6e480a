#include "daemon/subscriber.hpp"

#include <memory>
#include <string>

#include "daemon/update_frame.hpp"
#include "mercure/gap_event.hpp"

namespace sluice::daemon {

subscriber::subscriber(session::session& out, loop_worker& on, const hub::interest& wanted,
                       std::uint64_t position, log::limiter& lines)
    : out_(out),
      on_(on),
      lines_(lines),
      end_(*this),
      subscription_(on.outlet(), wanted, position, *this) {
  subscription_.start();
}

std::size_t subscriber::write(std::span<const hub::frame> frames) {
  return out_.write_frames(frames);
}

void subscriber::on_gap() {
  const auto gap = std::make_shared<const std::string>(event_frame(
      mercure::gap_event("", mercure::gap_reason::evicted, mercure::gap_follows::oldest)));
  out_.write_frames({&gap, 1});
}

void subscriber::end_soon(session::ending why) {
  if (end_.is_set()) return;
  why_ = why;
  on_.loop().deadlines().set(end_, clock::now());
}

void subscriber::on_deadline(time_point) {
  if (why_ == session::ending::finished) return out_.finish();
  log::write_limited(lines_, log::level::warning,
                     "a reader is further behind than backlog-limit: its stream is ended, and goes "
                     "on from its last id when it comes back");
  out_.close(why_);
}

}  // namespace sluice::daemon
