#include "session/handler_stream.hpp"

#include <stdexcept>
#include <utility>

#include "sluice/request.hpp"

namespace sluice::session {
namespace {

// A handler that sends without a pause to a reader that keeps up would have the loop for itself.
constexpr std::uint8_t most_sends_a_turn = 16;

}  // namespace

handler_stream::handler_stream(fcgi::connection& connection, const surroundings& with,
                               std::string address)
    : address_(std::move(address)),
      loop_(with.loop),
      wakeup_(with.loop),
      session_(connection, with, *this) {}

awaitable<> handler_stream::send(event what) {
  if (!is_open()) throw stream_closed();
  session_.write_event(what);
  if (!session_.has_room()) {
    while (is_open() && !session_.has_room()) co_await wakeup_.wait();
    sends_in_turn_ = 0;
  } else if (++sends_in_turn_ >= most_sends_a_turn) {
    sends_in_turn_ = 0;
    co_await loop_.next_turn();
  }
  if (!is_open()) throw stream_closed();
}

awaitable<> handler_stream::sleep(std::chrono::nanoseconds duration) {
  if (!is_open()) throw stream_closed();
  session_.open();
  const time_point until = clock::now() + std::chrono::duration_cast<clock::duration>(duration);
  // The wake-up serves a drained backlog too, so it may come early.
  while (is_open() && clock::now() < until) co_await wakeup_.wait_until(until);
  if (!is_open()) throw stream_closed();
}

awaitable<> handler_stream::closed() {
  if (!is_open()) co_return;
  session_.open();
  while (is_open()) co_await wakeup_.wait();
}

void handler_stream::reject(int status, std::string text) {
  if (session_.is_head_sent()) throw std::logic_error("reject after the stream's head was sent");
  session_.answer(reply(status, std::move(text)), request());
}

}  // namespace sluice::session
