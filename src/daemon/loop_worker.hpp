#pragma once

#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/budget.hpp"
#include "daemon/census.hpp"
#include "daemon/live_stream.hpp"
#include "daemon/route.hpp"
#include "daemon/stream_limits.hpp"
#include "fcgi/server.hpp"
#include "hub/hub.hpp"
#include "hub/outlet.hpp"
#include "loop/event_loop.hpp"
#include "loop/wheel.hpp"
#include "metrics/sheet.hpp"
#include "session/session.hpp"
#include "session/session_list.hpp"

namespace sluice::daemon {

/// What all loops of a worker share.
struct shared_parts {
  const route_table& routes;
  fcgi::server_limits limits;
  session::settings sessions;
  budget& connections;
  fcgi::fault_lines& lines;
  stream_limits& streams;
};

/// One loop with all it needs to serve: sockets, routes, sessions. Lives on one thread; `loop()`
/// and its `post` are the way in from another.
class loop_worker final : private fcgi::request_acceptor, private loop::deadline_handler {
 public:
  explicit loop_worker(const shared_parts& shared);
  ~loop_worker();
  loop_worker(const loop_worker&) = delete;
  loop_worker& operator=(const loop_worker&) = delete;

  loop::event_loop& loop() { return loop_; }
  fcgi::server& server() { return server_; }
  /// Joins this loop to a hub. Before the loop runs.
  void join(hub::hub& source, std::size_t backlog_limit_bytes);
  hub::outlet& outlet() { return *outlet_; }
  /// What a new session of this loop needs.
  session::surroundings sessions() { return {loop_, shared_.sessions, random_, sessions_}; }
  /// Takes the stream over, and destroys it once the callbacks that are running now have returned.
  void bury(live_stream& what);
  /// A 503 whose Retry-After spreads those who come back.
  reply too_busy(std::string why) { return come_back_later(503, std::move(why)); }

  /// For requests and streams from now on; those that are open keep what they began with.
  void renew(const fcgi::server_limits& limits, const session::settings& sessions);

  metrics::sheet& counts() { return counts_; }
  void count_end(session::ending why);
  void count_answer(int status);
  /// Adds what this loop has counted, by any thread.
  void add_counts_to(metrics::totals& sum) const;
  census take_census() const;

  /// Accepts no more, and answers for a moment what is on its way on connections that it has. From
  /// then on it answers 503, and the open streams end spread over `window`.
  void drain(clock::duration window);

 private:
  void on_request(fcgi::connection& from, request what) override;
  void on_deadline(time_point now) override;
  /// The short answer, counted.
  void answer(fcgi::connection& to, const reply& what, const request& of);
  void on_short_request(fcgi::connection& from, const request& what, const route& where);
  void on_event_request(fcgi::connection& from, request what, const route& where);
  void start_stream(fcgi::connection& from, request what, const route& where, stream_place place);
  reply come_back_later(int status, std::string why);
  void dispose_buried();

  // First in, last out: coroutines still waiting are destroyed with the loop, and what they hold
  // refers to the rest.
  shared_parts shared_;
  metrics::sheet counts_;
  std::mt19937 random_;
  session::session_list sessions_;
  std::unique_ptr<hub::outlet> outlet_;  // none without a hub
  std::vector<std::unique_ptr<live_stream>> buried_;
  loop::event_loop loop_;
  fcgi::server server_;
  loop::deadline last_requests_;
  clock::duration drain_window_{};
  bool is_refusing_ = false;
};

}  // namespace sluice::daemon
