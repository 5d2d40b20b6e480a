#include "session/session.hpp"

#include <utility>

#include "http/head.hpp"
#include "session/session_list.hpp"
#include "sluice/request.hpp"
#include "sse/encoder.hpp"

namespace sluice::session {
namespace {

short_milliseconds draw_retry(const settings& how, std::mt19937& random) {
  std::uniform_int_distribution<std::chrono::milliseconds::rep> between(how.retry_min.count(),
                                                                        how.retry_max.count());
  return short_milliseconds(static_cast<short_milliseconds::rep>(between(random)));
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

session::session(fcgi::connection& connection, const surroundings& with, listener& owner)
    : connection_(connection),
      schedule_(with.how.times, clock::now(), with.random),
      retry_(draw_retry(with.how, with.random)),
      listener_(owner),
      deadline_(*this) {
  connection_.attach(*this);
  with.list.add(*this);
  schedule_next();
}

session::~session() {
  if (!ending_) connection_.abandon();
}

void session::finish() {
  if (ending_) return;
  if (!is_head_sent_) return answer_instead(ending::finished, reply(204), request());
  std::string payload;
  sse::append_event(payload, event().id(std::string(finished_id)));
  write(payload);
  end_response(ending::finished);
}

void session::close(ending why) {
  if (ending_) return;
  if (is_head_sent_) return end_response(why);
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
  if (is_head_sent_ || ending_) return;
  answer_instead(ending::rejected, what, to);
}

void session::answer_head(const reply::header_list& headers) {
  if (is_head_sent_ || ending_) return;
  is_head_sent_ = true;
  write(http::stream_head(headers));
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
std::string session::begin(const reply::header_list& headers) {
  is_head_sent_ = true;
  std::string payload = http::stream_head(headers);
  sse::append_comment(payload, "");
  sse::append_retry(payload, retry_);
  return payload;
}

void session::open() {
  if (!ending_ && !is_head_sent_) write(begin());
}

void session::open_with(const std::vector<event>& events, const reply::header_list& headers,
                        std::string_view remark) {
  if (ending_ || is_head_sent_) return;
  std::string payload = begin(headers);
  if (!remark.empty()) sse::append_comment(payload, " " + std::string(remark));
  for (const event& each : events) sse::append_event(payload, each);
  write(payload);
}

void session::write_event(const event& what) {
  std::string payload = is_head_sent_ ? std::string() : begin();
  sse::append_event(payload, what);
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
  listener_.on_room();
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
  loop().deadlines().clear(deadline_);
  listener_.on_over();
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
      if (is_head_sent_ && !connection_.has_backlog()) write(payload);
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
  if (!ending_ && next != time_point::max()) loop().deadlines().set(deadline_, next);
}

}  // namespace sluice::session
