#include "daemon/status_stream.hpp"

#include <chrono>
#include <utility>

#include "daemon/loop_worker.hpp"
#include "daemon/update_frame.hpp"

namespace sluice::daemon {
namespace {

// What a person can follow; a look at 10,000 streams takes less than a millisecond.
constexpr auto interval = std::chrono::seconds(1);

}  // namespace

status_stream::status_stream(session::session& out, loop_worker& on, const overview_source& from,
                             writer write)
    : out_(out),
      on_(on),
      from_(from),
      write_(std::move(write)),
      next_(*this),
      self_(std::make_shared<status_stream*>(this)) {
  out_.open_with({});
  look();
}

void status_stream::look() {
  const std::weak_ptr<status_stream*> self = self_;
  loop::event_loop* const loop = &on_.loop();
  from_.look([self, loop](const overview& found) {
    loop->post([self, found] {
      if (const auto still = self.lock()) (*still)->send(found);
    });
  });
}

// A reader that is behind misses one: the next says all again.
void status_stream::send(const overview& found) {
  if (!out_.is_open()) return;
  if (out_.has_room()) {
    const auto frame = std::make_shared<const std::string>(event_frame(event(write_(found))));
    out_.write_frames({&frame, 1}, clock::now());
  }
  on_.loop().deadlines().set(next_, clock::now() + interval);
}

void status_stream::on_deadline(time_point) {
  look();
}

}  // namespace sluice::daemon
