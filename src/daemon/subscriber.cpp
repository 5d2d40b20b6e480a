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

subscriber::subscriber(session::session& out, loop_worker& on, const hub::interest& wanted,
                       std::uint64_t position, span how_long, log::limiter& lines)
    : out_(out),
      how_long_(how_long),
      subscription_(on.outlet(), wanted, position, *this),
      on_(on),
      lines_(lines) {
  if (how_long_ == span::one_batch) end_after(longest_wait);
  subscription_.start();
}

std::size_t subscriber::write(std::span<const hub::frame> frames, time_point now) {
  const std::size_t taken = out_.write_frames(frames, now);
  // What else is there leaves with it: the stream ends in the loop's next tick.
  if (taken > 0 && how_long_ == span::one_batch) end_after(clock::duration::zero());
  return taken;
}

void subscriber::on_gap() {
  const auto gap = std::make_shared<const std::string>(event_frame(
      mercure::gap_event("", mercure::gap_reason::evicted, mercure::gap_follows::oldest)));
  out_.write_frames({&gap, 1}, clock::now());
}

void subscriber::end_soon(session::ending why) {
  if (why_ != session::ending::handler_returned) return;
  why_ = why;
  end_after(clock::duration::zero());
}

void subscriber::end_after(clock::duration time) {
  if (!end_) end_ = std::make_unique<loop::deadline>(static_cast<loop::deadline_handler&>(*this));
  on_.loop().deadlines().set(*end_, clock::now() + time);
}

void subscriber::on_deadline(time_point) {
  if (why_ == session::ending::finished) return out_.finish();
  if (why_ == session::ending::handler_returned) return out_.close(why_);
  log::write_limited(lines_, log::level::warning,
                     "a reader is further behind than backlog-limit: its stream is ended, and goes "
                     "on from its last id when it comes back");
  out_.close(why_);
}

}  // namespace sluice::daemon
