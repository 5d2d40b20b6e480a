#include "session/session.hpp"

#include <stdexcept>
#include <utility>

#include "http/head.hpp"
#include "session/session_list.hpp"
#include "sluice/request.hpp"
#include "sse/encoder.hpp"

namespace sluice::session {
namespace {

// A handler that sends without a pause to a reader that keeps up would have the loop for itself.
constexpr std::uint8_t most_sends_a_turn = 16;

std::chrono::milliseconds draw_retry(const settings& how, std::mt19937& random) {
  std::uniform_int_distribution<std::chrono::milliseconds::rep> between(how.retry_min.count(),
                                                                        how.retry_max.count());
  return std::chrono::milliseconds(between(random));
}

}  // namespace

std::string_view describe(ending why) {
  switch (why) {
    case ending::handler_returned:
      return "the handler returned";
    case ending::finished:
      return "the handler finished the stream";
    case ending::rejected:
      return "the handler rejected the request";
    case ending::handler_failed:
      return "the handler failed";
    case ending::client_gone:
      return "the client left";
    case ending::max_age:
      return "the stream reached its maximum age";
    case ending::drain:
      return "the worker drains";
    case ending::token_expired:
      return "the token expired";
    case ending::fell_behind:
      return "the reader fell behind";
  }
  return "unknown";
}

session::session(fcgi::connection& connection, const surroundings& with)
    : connection_(connection),
      schedule_(with.how.times, clock::now(), with.random),
      loop_(with.loop),
      opening_(std::make_unique<opening>(draw_retry(with.how, with.random))),
      deadline_(*this) {
  connection_.attach(*this);
  with.list.add(*this);
  schedule_next();
}

session::~session() {
  if (!ending_) connection_.abandon();
}

awaitable<> session::send(event what) {
  if (ending_) throw stream_closed();
  // Head, first comment and first event leave in one write.
  std::string payload = is_head_sent() ? std::string() : begin();
  sse::append_event(payload, what);
  write(payload);
  if (is_behind()) {
    while (!ending_ && is_behind()) co_await wakeup().wait();
    sends_in_turn_ = 0;
  } else if (++sends_in_turn_ >= most_sends_a_turn) {
    sends_in_turn_ = 0;
    co_await loop_.next_turn();
  }
  if (ending_) throw stream_closed();
}

awaitable<> session::sleep(std::chrono::nanoseconds duration) {
  if (ending_) throw stream_closed();
  if (!is_head_sent()) open();
  const time_point until = clock::now() + std::chrono::duration_cast<clock::duration>(duration);
  // The wake-up serves a drained backlog too, so it may come early.
  while (!ending_ && clock::now() < until) co_await wakeup().wait_until(until);
  if (ending_) throw stream_closed();
}

awaitable<> session::closed() {
  if (ending_) co_return;
  if (!is_head_sent()) open();
  while (!ending_) co_await wakeup().wait();
}

void session::reject(int status, std::string text) {
  if (is_head_sent()) throw std::logic_error("reject after the stream's head was sent");
  answer(reply(status, std::move(text)), request());
}

void session::finish() {
  if (ending_) return;
  if (!is_head_sent()) return answer_instead(ending::finished, reply(204), request());
  std::string payload;
  sse::append_event(payload, event().id(std::string(finished_id)));
  write(payload);
  end_response(ending::finished);
}

void session::close(ending why) {
  if (ending_) return;
  if (is_head_sent()) return end_response(why);
  if (why == ending::handler_failed) {
    return answer_instead(why, reply(500, "The event route failed.\n"), request());
  }
  open();
  end_response(why);
}

void session::expire_at(time_point when) {
  schedule_.expire_at(when);
  schedule_next();
}

void session::beat_every(clock::duration interval) {
  schedule_.beat_every(interval);
  schedule_next();
}

void session::answer(const reply& what, const request& to) {
  if (is_head_sent() || ending_) return;
  answer_instead(ending::rejected, what, to);
}

void session::answer_head() {
  if (is_head_sent() || ending_) return;
  const auto first = std::move(opening_);
  write(http::stream_head(first->headers));
  end_response(ending::handler_returned);
}

void session::answer_instead(ending why, const reply& what, const request& to) {
  be_over(why);
  connection_.answer(what, to);
}

void session::drain_at(time_point when) {
  schedule_.drain_at(when);
  schedule_next();
}

// Proxies pass the head on with the first bytes of the body only, so some follow it at once; they
// dispatch nothing.
std::string session::begin() {
  const auto first = std::move(opening_);
  std::string payload = http::stream_head(first->headers);
  sse::append_comment(payload, "");
  sse::append_retry(payload, first->retry);
  return payload;
}

void session::open_with(const std::vector<event>& events, std::string_view remark) {
  if (ending_ || is_head_sent()) return;
  std::string payload = begin();
  if (!remark.empty()) sse::append_comment(payload, " " + std::string(remark));
  for (const event& each : events) sse::append_event(payload, each);
  write(payload);
}

void session::fetch() const {
  __builtin_prefetch(this);
  __builtin_prefetch(&schedule_, 1);
}

std::size_t session::write_frames(std::span<const std::shared_ptr<const std::string>> frames,
                                  time_point now) {
  if (ending_) return frames.size();
  schedule_.wrote(now);
  return connection_.write_frames(frames);
}

void session::on_drained() {
  wake();
  if (listener_) listener_->on_room();
}

void session::write(std::string_view payload) {
  schedule_.wrote(clock::now());
  connection_.write(payload);
}

void session::end_response(ending why) {
  be_over(why);
  connection_.end();
}

void session::be_over(ending why) {
  ending_ = why;
  hook_.unlink();
  loop_.deadlines().clear(deadline_);
  wake();
  if (listener_) listener_->on_over();
}

loop::wakeup& session::wakeup() {
  if (!wakeup_) wakeup_ = std::make_unique<loop::wakeup>(loop_);
  return *wakeup_;
}

void session::on_gone(fcgi::gone) {
  be_over(ending::client_gone);
}

void session::on_deadline(time_point now) {
  switch (schedule_.due(now)) {
    case schedule::action::nothing:
      break;
    case schedule::action::heartbeat: {
      std::string payload;
      sse::append_comment(payload, "");
      // A reader that is behind hears enough already.
      if (is_head_sent() && !connection_.has_backlog()) write(payload);
      schedule_.wrote(now);
      break;
    }
    case schedule::action::end_for_age:
      return close(ending::max_age);
    case schedule::action::end_for_drain:
      return close(ending::drain);
    case schedule::action::end_for_expiry:
      return close(ending::token_expired);
  }
  schedule_next();
}

void session::schedule_next() {
  const time_point next = schedule_.next();
  if (!ending_ && next != time_point::max()) loop_.deadlines().set(deadline_, next);
}

}  // namespace sluice::session
