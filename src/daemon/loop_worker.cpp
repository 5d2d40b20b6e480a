#include "daemon/loop_worker.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/live_stream.hpp"
#include "daemon/pending_answer.hpp"
#include "http/head.hpp"
#include "session/handler_stream.hpp"

namespace sluice::daemon {
namespace {

// A web server sends its request just behind its connect. Whoever was accepted right before the
// end is served, for a browser takes a 503 for a stream as final.
constexpr clock::duration request_time = std::chrono::milliseconds(100);

void log_failure(const route& where, const request& what, std::string_view why) {
  log::error("the event route {} failed: {}; the stream to {} is ended", where.path, why,
             printable(what.remote_address()));
}

// Owns the session and the request for as long as the handler runs.
awaitable<> conduct(std::unique_ptr<session::handler_stream> open,
                    [[maybe_unused]] stream_place place, request what, const route& where,
                    loop_worker& on) {
  auto why = session::ending::handler_returned;
  try {
    co_await std::get<event_handler>(where.handler)(what, *open);
  } catch (const stream_closed&) {
    // The stream is over already, or the handler wants it to be.
  } catch (const std::exception& error) {
    log_failure(where, what, error.what());
    why = session::ending::handler_failed;
  } catch (...) {
    log_failure(where, what, "an exception of unknown type");
    why = session::ending::handler_failed;
  }
  open->close(why);
  on.count_end(*open->why_over());
  log::debug("stream {} to {} ended: {}", where.path, printable(what.remote_address()),
             session::describe(*open->why_over()));
}

// Owns the connection's answer and the request for as long as the handler runs.
awaitable<> make_answer(std::unique_ptr<pending_answer> pending, request what, const route& where,
                        loop_worker& on) {
  reply answer(500, "The route failed.\n");
  try {
    answer = co_await std::get<answer_handler>(where.handler)(what, on);
  } catch (const std::exception& error) {
    log::error("the route {} {} failed: {}; answered 500", where.method, where.path, error.what());
  }
  on.count_answer(answer.status());
  pending->give(answer, what);
}

}  // namespace

loop_worker::loop_worker(const shared_parts& shared)
    : shared_(shared),
      random_(std::random_device{}()),
      server_(loop_, shared.limits, shared.connections, shared.lines, *this),
      last_requests_(*this) {}

// Sessions hear that their connections are gone before the loop destroys their coroutines, and what
// those publish on their way out is for other loops.
loop_worker::~loop_worker() {
  if (outlet_) outlet_->detach();
  server_.abandon_all();
  dispose_buried();
}

void loop_worker::join(hub::hub& source, std::size_t backlog_limit_bytes) {
  outlet_ = std::make_unique<hub::outlet>(source, loop_, backlog_limit_bytes);
}

void loop_worker::renew(const fcgi::server_limits& limits, const session::settings& sessions) {
  server_.renew(limits);
  shared_.sessions = sessions;
}

void loop_worker::drain(clock::duration window) {
  server_.stop_accepting();
  drain_window_ = window;
  loop_.deadlines().set(last_requests_, clock::now() + std::min(request_time, window / 10));
}

void loop_worker::on_deadline(time_point now) {
  is_refusing_ = true;
  server_.stop_keeping();
  sessions_.drain(now, drain_window_, random_);
}

void loop_worker::count_end(session::ending why) {
  using metrics::counter;
  // One order: the counters of endings stand in that of the endings.
  static_assert(static_cast<std::size_t>(counter::ended_fell_behind) -
                    static_cast<std::size_t>(counter::ended_by_handler) ==
                static_cast<std::size_t>(session::ending::fell_behind));
  counts_.add(static_cast<counter>(static_cast<std::size_t>(counter::ended_by_handler) +
                                   static_cast<std::size_t>(why)));
}

void loop_worker::count_answer(int status) {
  using metrics::counter;
  if (status < 300) return counts_.add(counter::answers_2xx);
  if (status < 400) return counts_.add(counter::answers_3xx);
  counts_.add(status < 500 ? counter::answers_4xx : counter::answers_5xx);
}

void loop_worker::answer(fcgi::connection& to, const reply& what, const request& of) {
  count_answer(what.status());
  to.answer(what, of);
}

void loop_worker::add_counts_to(metrics::totals& sum) const {
  counts_.add_to(sum);
  if (outlet_) outlet_->counts().add_to(sum);
}

census loop_worker::take_census() const {
  const session::session_list::backlog now = sessions_.measure();
  census found;
  found.streams = now.sessions;
  found.streams_behind = now.sessions_behind;
  found.queued_bytes = now.queued_bytes;
  sessions_.for_each([&](const session::session& each) {
    if (each.behind_bytes() > 0) found.add_slow(each.address(), each.behind_bytes());
  });
  if (!outlet_) return found;
  found.audiences = outlet_->audiences();
  outlet_->for_each_audience(
      [&](const hub::interest& wanted, std::size_t members) { found.add_crowd(wanted, members); });
  return found;
}

void loop_worker::on_request(fcgi::connection& from, request what) {
  counts_.add(metrics::counter::requests);
  if (is_refusing_) return answer(from, too_busy("The worker is shutting down.\n"), what);
  const auto [where, allowed] = shared_.routes.find(what);
  if (allowed.empty()) {
    return answer(
        from, reply(404, "Nothing answers " + printable(what.path()) + " in this worker.\n"), what);
  }
  if (!where) {
    return answer(from,
                  reply(405, "Only " + allowed + " are answered here.\n").header("Allow", allowed),
                  what);
  }
  if (std::holds_alternative<reply_handler>(where->handler)) {
    return on_short_request(from, what, *where);
  }
  if (std::holds_alternative<answer_handler>(where->handler)) {
    auto pending = std::make_unique<pending_answer>(from);
    return loop_.spawn(make_answer(std::move(pending), std::move(what), *where, *this),
                       [](std::exception_ptr) {});
  }
  on_event_request(from, std::move(what), *where);
}

void loop_worker::on_short_request(fcgi::connection& from, const request& what,
                                   const route& where) {
  try {
    return answer(from, std::get<reply_handler>(where.handler)(what), what);
  } catch (const std::exception& error) {
    log::error("the route {} failed: {}; answered 500", where.path, error.what());
  }
  answer(from, reply(500, "The route failed.\n"), what);
}

void loop_worker::on_event_request(fcgi::connection& from, request what, const route& where) {
  if (what.last_event_id() == session::finished_id) return answer(from, reply(204), what);
  if (what.method() == "HEAD" && std::holds_alternative<event_handler>(where.handler)) {
    from.write(http::stream_head());
    return from.end();
  }
  stream_place place(shared_.streams, std::string(what.remote_address()));
  switch (place.try_take()) {
    case stream_place::outcome::taken:
      return start_stream(from, std::move(what), where, std::move(place));
    case stream_place::outcome::address_is_full:
      return answer(from,
                    come_back_later(
                        429, "Your address has as many streams open as it may (address-limit).\n"),
                    what);
    case stream_place::outcome::worker_is_full:
      return answer(from, too_busy("This worker has as many streams as it may (streams-limit).\n"),
                    what);
  }
}

void loop_worker::start_stream(fcgi::connection& from, request what, const route& where,
                               stream_place place) {
  counts_.add(metrics::counter::streams_opened);
  if (std::holds_alternative<stream_opener>(where.handler)) {
    auto opened = std::make_unique<live_stream>(from, *this, where, std::move(place));
    return opened.release()->open(what);  // it goes to `bury` when it is over
  }
  auto open = std::make_unique<session::handler_stream>(from, sessions(),
                                                        std::string(what.remote_address()));
  loop_.spawn(conduct(std::move(open), std::move(place), std::move(what), where, *this),
              [](std::exception_ptr) {});
}

void loop_worker::bury(live_stream& what) {
  if (buried_.empty()) loop_.post([this] { dispose_buried(); });
  buried_.emplace_back(&what);
}

void loop_worker::dispose_buried() {
  buried_.clear();
}

// Clients that retry at all do it spread over a few seconds.
reply loop_worker::come_back_later(int status, std::string why) {
  std::uniform_int_distribution<int> seconds(1, 5);
  return reply(status, std::move(why)).header("Retry-After", std::to_string(seconds(random_)));
}

}  // namespace sluice::daemon
