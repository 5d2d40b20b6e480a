#include "daemon/subscriber.hpp"

#include <memory>
#include <string>

#include "daemon/update_frame.hpp"
#include "mercure/gap_event.hpp"

namespace sluice::daemon {

subscriber::subscriber(session::session& out, hub::outlet& from, loop::event_loop& loop,
                       const hub::interest& wanted, std::uint64_t position)
    : out_(out), loop_(loop), end_(*this), subscription_(from, wanted, position, *this) {
  out_.on_room(this);
  subscription_.start();
}

subscriber::~subscriber() {
  out_.on_room(nullptr);
}

std::size_t subscriber::write(std::span<const hub::frame> frames) {
  return out_.write_frames(frames);
}

void subscriber::on_gap() {
  const auto gap = std::make_shared<const std::string>(event_frame(
      mercure::gap_event("", mercure::gap_reason::evicted, mercure::gap_follows::oldest)));
  out_.write_frames({&gap, 1});
}

// The fan-out is walking over the audience: the stream ends in the loop's next tick.
void subscriber::on_behind() {
  if (!end_.is_set()) loop_.deadlines().set(end_, clock::now());
}

void subscriber::on_deadline(time_point) {
  out_.close(session::ending::fell_behind);
}

}  // namespace sluice::daemon
