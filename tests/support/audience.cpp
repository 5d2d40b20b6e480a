#include "support/audience.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "support/event_text.hpp"
#include "support/fcgi_peer.hpp"
#include "support/tick.hpp"
#include "support/web_request.hpp"

namespace sluice::test {

// One stream: what came last, and when.
class audience::listener final {
 public:
  listener(const std::string& address, const std::string& target) : peer(address) {
    peer.write(web_request(target).bytes());
  }

  fcgi_peer peer;
  event_text text;
  std::string head;
  bool has_head = false;
  bool is_over = false;
  long last = 0;
  time_point last_at{};
};

audience::audience(const std::string& address, const std::string& target, std::size_t streams,
                   time_point deadline)
    : stop_(eventfd(0, EFD_CLOEXEC)), waiting_(streams), measured_from_(clock::now()) {
  for (std::size_t i = 0; i < streams; ++i) {
    listeners_.push_back(std::make_unique<listener>(address, target));
  }
  thread_ = std::thread([this] { listen(); });
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline, [&] { return waiting_ == 0 || view_.ended > 0; });
  const bool is_complete = waiting_ == 0 && view_.ended == 0;
  lock.unlock();
  if (is_complete) return;
  eventfd_write(stop_.number(), 1);
  thread_.join();
  throw peer_error(peer_trouble::late,
                   std::to_string(waiting_) + " of " + std::to_string(streams) +
                       " streams had no event; ended: " + std::to_string(view_.ended));
}

audience::~audience() {
  eventfd_write(stop_.number(), 1);
  thread_.join();
}

void audience::start_measuring() {
  const std::lock_guard lock(mutex_);
  const auto ended = view_.ended;
  view_ = {};
  view_.ended = ended;
  measured_from_ = clock::now();
}

audience_view audience::seen() const {
  const std::lock_guard lock(mutex_);
  auto view = view_;
  const auto now = clock::now();
  for (const auto& one : listeners_) {
    if (one->is_over) continue;
    view.worst_gap = std::max<std::chrono::nanoseconds>(
        view.worst_gap, now - std::max(one->last_at, measured_from_));
  }
  return view;
}

bool audience::wait_for_events(std::size_t events, time_point deadline) {
  std::unique_lock lock(mutex_);
  return changed_.wait_until(lock, deadline, [&] { return view_.events >= events; });
}

void audience::listen() {
  std::vector<pollfd> asked;
  for (const auto& one : listeners_) asked.push_back({one->peer.number(), POLLIN, 0});
  asked.push_back({stop_.number(), POLLIN, 0});
  while (poll(asked.data(), asked.size(), -1) >= 0 && asked.back().revents == 0) {
    const std::lock_guard lock(mutex_);
    const auto now = clock::now();
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
      if (asked[i].revents == 0) continue;
      take_from(*listeners_[i], now);
      if (listeners_[i]->is_over) asked[i].fd = -1;
    }
    changed_.notify_all();
  }
}

void audience::take_from(listener& one, time_point now) {
  const auto state = one.peer.receive();
  std::string bytes;
  while (const auto next = one.peer.take_record()) {
    if (next->type == record_type::end) one.is_over = true;
    bytes += next->content;
  }
  one.is_over = one.is_over || state != connection_state::open;
  if (one.is_over) ++view_.ended;
  if (!one.has_head) {
    one.head += bytes;
    const auto end = one.head.find("\r\n\r\n");
    if (end == std::string::npos) return;
    one.has_head = true;
    bytes = one.head.substr(end + 4);
  }
  for (const auto& block : one.text.feed(bytes)) {
    if (!block.is_dispatched()) continue;
    const auto seen = parse_tick(*block.data);
    if (one.last == 0) --waiting_;
    if (one.last != 0 && seen.number != one.last + 1) ++view_.missed;
    if (one.last != 0) {
      view_.worst_gap = std::max<std::chrono::nanoseconds>(
          view_.worst_gap, now - std::max(one.last_at, measured_from_));
    }
    view_.worst_delay = std::max(view_.worst_delay, seen.age());
    one.last = seen.number;
    one.last_at = now;
    ++view_.events;
  }
}

}  // namespace sluice::test
