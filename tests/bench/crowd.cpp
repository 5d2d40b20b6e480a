#include "bench/crowd.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <sys/eventfd.h>

#include "bench/hub_request.hpp"
#include "support/fcgi_peer.hpp"

namespace sluice::bench {
namespace {

// Only the bell ends a quiet turn; this is longer than anything here takes.
constexpr std::chrono::hours longest_turn(1);

}  // namespace

class crowd::member final : public ready_listener {
 public:
  member(crowd& in, const std::string& topic)
      : stream(in.address_), in_(in), request_(subscribe_request(topic)) {
    stream.ask(request_);
    in_.ready_.add(stream.number(), *this);
  }

  void on_ready() override {
    const bool had_begun = stream.has_begun();
    const std::size_t before = stream.events();
    stream.receive();
    in_.events_here_ += stream.events() - before;
    if (!had_begun && stream.has_begun()) ++in_.begun_here_;
    if (stream.is_over()) come_back();
  }

  reader stream;

 private:
  void come_back() {
    if (stream.has_begun()) --in_.begun_here_;
    ++in_.comebacks_here_;
    stream.reconnect(in_.address_);
    stream.ask(test::web_request(request_).last_event_id(stream.last_id()));
    in_.ready_.add(stream.number(), *this);
  }

  crowd& in_;
  const test::web_request request_;
};

crowd::crowd(const std::string& address, std::vector<std::string> topics, std::size_t readers,
             test::time_point deadline)
    : address_(address), topics_(std::move(topics)), bell_rope_(eventfd(0, EFD_CLOEXEC)) {
  for (std::size_t i = 0; i < readers; ++i) {
    members_.push_back(std::make_unique<member>(*this, topics_[i % topics_.size()]));
  }
  ready_.add(bell_rope_.number(), bell_);
  thread_ = std::thread([this] { listen(); });
  try {
    wait_until_begun(deadline);
  } catch (...) {
    stop();
    throw;
  }
}

crowd::~crowd() {
  stop();
}

void crowd::stop() {
  if (!thread_.joinable()) return;
  eventfd_write(bell_rope_.number(), 1);
  thread_.join();
}

void crowd::listen() {
  try {
    while (!bell_.has_rung) {
      ready_.turn(test::within(longest_turn));
      const std::lock_guard lock(mutex_);
      begun_ = begun_here_;
      events_ = events_here_;
      comebacks_ = comebacks_here_;
      changed_.notify_all();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    trouble_ = std::current_exception();
    changed_.notify_all();
  }
}

void crowd::wait_until_begun(test::time_point deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline, [&] { return trouble_ || begun_ == members_.size(); });
  if (trouble_) std::rethrow_exception(trouble_);
  if (begun_ == members_.size()) return;
  throw test::peer_error(test::peer_trouble::late, "of " + std::to_string(members_.size()) +
                                                       " streams only " + std::to_string(begun_) +
                                                       " began");
}

std::size_t crowd::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

std::size_t crowd::comebacks() const {
  const std::lock_guard lock(mutex_);
  return comebacks_;
}

void crowd::wait_for_events(std::size_t wanted, test::time_point deadline) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, deadline, [&] { return trouble_ || events_ >= wanted; });
  if (trouble_) std::rethrow_exception(trouble_);
  if (events_ >= wanted) return;
  throw test::peer_error(
      test::peer_trouble::late,
      "of " + std::to_string(wanted) + " deliveries only " + std::to_string(events_) + " came");
}

std::vector<std::string> crowd::finish(std::size_t events_each) {
  stop();
  std::size_t incomplete = 0;
  std::size_t disordered = 0;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const reader& one = members_[i]->stream;
    const reader& first_of_topic = members_[i % topics_.size()]->stream;
    if (one.events() != events_each) ++incomplete;
    if (one.faults() > 0 || one.order() != first_of_topic.order()) ++disordered;
  }
  std::vector<std::string> found;
  const auto tell = [&](std::size_t readers, const char* what) {
    if (readers > 0) found.push_back(std::to_string(readers) + " readers " + what);
  };
  tell(incomplete, "did not get every update once");
  tell(disordered, "got updates out of order, or in another order than the others");
  return found;
}

}  // namespace sluice::bench
