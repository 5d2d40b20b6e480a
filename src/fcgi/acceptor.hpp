#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "fcgi/listen_socket.hpp"
#include "loop/poller.hpp"
#include "loop/wheel.hpp"

namespace sluice::fcgi {

class server;

/// Accepts connections on one listening descriptor for one server. At the connection limit, or when
/// the system has no descriptor left, it looks away for a moment instead of spinning: the queue of
/// the socket keeps those who wait. Loop's thread.
class acceptor final : private loop::ready_handler, private loop::deadline_handler {
 public:
  acceptor(server& owner, int listening, queue_at_end queue);
  ~acceptor();
  acceptor(const acceptor&) = delete;
  acceptor& operator=(const acceptor&) = delete;

  /// Takes all that wait in the queue, up to the limit, unless they are left to somebody else.
  void accept_last();

 private:
  enum class outcome { accepted, none_waiting, exhausted };

  void on_ready(std::uint32_t events) override;
  void on_deadline(time_point now) override;

  outcome accept_one();
  void look_away(const char* why);

  server& server_;
  int listening_;
  queue_at_end queue_;
  bool is_watching_ = false;
  loop::deadline pause_;
};

}  // namespace sluice::fcgi
