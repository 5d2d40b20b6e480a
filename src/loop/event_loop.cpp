#include "loop/event_loop.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sluice::loop {
namespace {

// Tells Asio that one thread runs the loop: it may leave out most of its locking.
constexpr int single_thread = 1;

// Which loop the thread is in the `run` of.
thread_local const event_loop* running = nullptr;

void go_on(boost::asio::io_context& context, sleeper::continuation with) {
  boost::asio::post(context, [next = std::move(with)]() mutable { std::move(next)(); });
}

// These two have names because GCC 12 frees a lambda's captures twice within a co_await.
class falling_asleep final {
 public:
  falling_asleep(sleepers& among, sleeper& who, time_point until)
      : among_(among), who_(who), until_(until) {}
  void operator()(sleeper::continuation next) const { among_.add(who_, until_, std::move(next)); }

 private:
  sleepers& among_;
  sleeper& who_;
  time_point until_;
};

class waiting_for_turn final {
 public:
  waiting_for_turn(event_loop& of, boost::asio::io_context& context)
      : loop_(of), context_(context) {}
  void operator()(sleeper::continuation next) const {
    const auto shared = std::make_shared<sleeper::continuation>(std::move(next));
    loop_.post([&context = context_, shared] { go_on(context, std::move(*shared)); });
  }

 private:
  event_loop& loop_;
  boost::asio::io_context& context_;
};

}  // namespace

event_loop::event_loop()
    : wheel_(clock::now()), context_(single_thread), keeps_context_(context_.get_executor()) {
  // Edge-triggered: each write ends one wait, and nobody has to read.
  poller_.watch(interruption_.event.number(), EPOLLIN | EPOLLET, interruption_);
}

// What was posted may hold coroutines, which end by way of the context.
event_loop::~event_loop() {
  posted_.clear();
  due_.clear();
}

void event_loop::post(std::function<void()> what) {
  bool was_empty = false;
  {
    const std::lock_guard lock(posted_mutex_);
    was_empty = posted_.empty();
    posted_.push_back(std::move(what));
  }
  // The loop looks before it waits, so only who is not within a turn has to end a wait.
  if (was_empty && !runs_here()) interrupt();
}

event_loop::interruption::interruption()
    : event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd") {}

bool event_loop::runs_here() const {
  return running == this;
}

void event_loop::spawn(boost::asio::awaitable<void> what,
                       std::function<void(std::exception_ptr)> on_end) {
  boost::asio::co_spawn(context_, std::move(what), std::move(on_end));
}

boost::asio::awaitable<void> event_loop::next_turn() {
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(
      waiting_for_turn(*this, context_), boost::asio::use_awaitable);
}

boost::asio::awaitable<void> event_loop::sleep(sleeper& who, time_point when) {
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>&, void()>(
      falling_asleep(sleepers_, who, when), boost::asio::use_awaitable);
}

void event_loop::wake(sleeper& who) {
  if (auto next = sleepers_.take(who)) go_on(context_, std::move(next));
}

void event_loop::on_signals(held_signals& from, std::function<void(int)> on_signal) {
  signals_.tell = std::move(on_signal);
  signals_.source = &from;
  poller_.watch(from.descriptor(), EPOLLIN, signals_);
}

void event_loop::signal_reader::on_ready(std::uint32_t) {
  if (const int number = source->take(); number != 0) tell(number);
}

void event_loop::run() {
  running = this;
  turn(time_point::min());
  while (!is_stopped_) turn(std::min(wheel_.next(), sleepers_.next()));
  running = nullptr;
}

void event_loop::run_ready() {
  const event_loop* const before = std::exchange(running, this);
  while (turn(time_point::min())) {
  }
  running = before;
}

void event_loop::stop() {
  is_stopped_ = true;
  interrupt();
}

void event_loop::interrupt() {
  const std::uint64_t one = 1;
  // Fails only when it was written 2^64 times.
  [[maybe_unused]] const ssize_t written = ::write(interruption_.event.number(), &one, sizeof one);
}

// The coroutines come last, because everything before can let them go on, and what they lead to
// is seen before the next wait.
bool event_loop::turn(time_point until) {
  if (is_stopped_) return false;
  std::size_t done = poller_.run_round(has_posted() ? time_point::min() : until);
  done += run_posted();
  const time_point now = clock::now();
  if (now >= wheel_.next()) wheel_.advance(now);
  while (auto next = sleepers_.take_due(now)) go_on(context_, std::move(next));
  if (!is_stopped_) done += context_.poll();
  return done > 0;
}

bool event_loop::has_posted() {
  const std::lock_guard lock(posted_mutex_);
  return !posted_.empty();
}

std::size_t event_loop::run_posted() {
  {
    const std::lock_guard lock(posted_mutex_);
    due_.swap(posted_);
  }
  for (const auto& each : due_) {
    if (is_stopped_) break;
    each();
  }
  const std::size_t count = due_.size();
  due_.clear();
  return count;
}

}  // namespace sluice::loop
