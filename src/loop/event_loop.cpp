#include "loop/event_loop.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sluice::loop {
namespace {

// Tells Asio that one thread runs the loop: it may leave out most of its locking.
constexpr int single_thread = 1;

}  // namespace

event_loop::event_loop() : context_(single_thread), poller_(context_), wheel_(clock::now()) {}

event_loop::~event_loop() = default;

void event_loop::post(std::function<void()> what) {
  boost::asio::post(context_, std::move(what));
}

void event_loop::spawn(boost::asio::awaitable<void> what,
                       std::function<void(std::exception_ptr)> on_end) {
  boost::asio::co_spawn(context_, std::move(what), std::move(on_end));
}

boost::asio::awaitable<void> event_loop::next_turn() {
  co_await boost::asio::post(context_, boost::asio::use_awaitable);
}

void event_loop::on_signals(held_signals& from, std::function<void(int)> on_signal) {
  on_signal_ = std::move(on_signal);
  signals_ = &from;
  poller_.watch(from.descriptor(), EPOLLIN, *this);
}

// One at a time: whoever hears of it may end the loop, and what comes after is for the next turn.
void event_loop::on_ready(std::uint32_t) {
  if (const int number = signals_->take(); number != 0) on_signal_(number);
}

// The wait for descriptors ends when the wheel has to turn, so that deadlines need no timer and a
// loop that nothing is due in sleeps. Asio waits for at most a second at a time.
void event_loop::run() {
  const auto work = boost::asio::make_work_guard(context_);
  while (!context_.stopped()) {
    context_.run_one_until(wheel_.next());
    const time_point now = clock::now();
    if (now >= wheel_.next()) wheel_.advance(now);
  }
}

}  // namespace sluice::loop
