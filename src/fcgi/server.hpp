#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "base/budget.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "fcgi/assembler.hpp"
#include "fcgi/listen_socket.hpp"
#include "fcgi/request_parser.hpp"
#include "loop/event_loop.hpp"
#include "sluice/request.hpp"

namespace sluice::fcgi {

class acceptor;
class connection;

/// Gets every whole request. It answers at once, or attaches an exchange and answers later.
class request_acceptor {
 public:
  virtual void on_request(connection& from, request what) = 0;

 protected:
  ~request_acceptor() = default;
};

/// One line per five seconds of each kind, whatever hostile peers do. Shared between the loops.
struct fault_lines {
  static constexpr auto interval = std::chrono::seconds(5);
  log::limiter bad_peer{interval};
  log::limiter exhausted{interval};
};

struct server_limits {
  size_limits sizes;
  /// How long a web server may take to send the head of a request, and again its body.
  clock::duration request_timeout;
  /// How long a kept connection may be idle. Longer than any shipped proxy file keeps it, so that
  /// the web server is the one that closes.
  clock::duration keep_idle;
};

/// One loop's end of the listening sockets: accepts connections and owns them. Loop's thread.
class server final {
 public:
  server(loop::event_loop& loop, const server_limits& limits, sluice::budget& connections,
         fault_lines& lines, request_acceptor& requests);
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  /// Accepts on `listening`, which its owner keeps open until stop_accepting. Several servers may
  /// accept on one descriptor.
  void accept_from(int listening, queue_at_end queue);
  /// Takes the connections that wait in the queues of sockets that nobody serves afterwards, then
  /// no more: whoever has connected gets an answer.
  void stop_accepting();
  /// Closes the connections that are idle, and from now on each one behind its answer.
  void stop_keeping();
  bool keeps_connections() const { return keeps_connections_; }
  /// Closes every connection; exchanges hear `worker_ends`.
  void abandon_all();

  std::size_t open_connections() const { return connections_.size(); }

  // What its connections and acceptors need.
  loop::event_loop& loop() { return loop_; }
  const server_limits& limits() const { return limits_; }
  /// For connections and requests that begin from now on.
  void renew(const server_limits& limits) { limits_ = limits; }
  sluice::budget& budget() { return budget_; }
  request_parser& parser() { return parser_; }
  request_acceptor& requests() { return requests_; }
  std::vector<char>& scratch() { return scratch_; }
  void adopt(int descriptor);
  /// Destroys the connection in one of the next turns, when what was attached to it is gone too.
  void bury(connection& what);
  fault_lines& lines() { return lines_; }

 private:
  using connection_list = std::vector<std::unique_ptr<connection>>;

  void free_buried();

  loop::event_loop& loop_;
  server_limits limits_;
  sluice::budget& budget_;
  request_acceptor& requests_;
  request_parser parser_;
  bool keeps_connections_ = true;
  std::vector<char> scratch_;
  fault_lines& lines_;
  std::vector<std::unique_ptr<acceptor>> acceptors_;
  connection_list connections_;
  connection_list buried_;
};

}  // namespace sluice::fcgi
