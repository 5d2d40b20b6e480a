#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "loop/event_loop.hpp"
#include "loop/wakeup.hpp"
#include "session/session.hpp"
#include "sluice/stream.hpp"

namespace sluice::session {

/// What a handler writes its events to: a session of its own, and what its coroutine waits on.
/// Owned by whoever runs the handler; on one loop's thread.
class handler_stream final : public stream, private listener {
 public:
  /// `address` is the reader's.
  handler_stream(fcgi::connection& connection, const surroundings& with, std::string address);
  handler_stream(const handler_stream&) = delete;
  handler_stream& operator=(const handler_stream&) = delete;

  awaitable<> send(event what) override;
  awaitable<> sleep(std::chrono::nanoseconds duration) override;
  awaitable<> closed() override;
  bool is_open() const override { return session_.is_open(); }
  void reject(int status, std::string text) override;
  void finish() override { session_.finish(); }

  /// The handler returned or threw: see session::close.
  void close(ending why) { session_.close(why); }
  std::optional<ending> why_over() const { return session_.why_over(); }

 private:
  const std::string& address() const override { return address_; }
  std::size_t waiting_bytes() const override { return 0; }
  void on_room() override { wakeup_.notify(); }
  void on_over() override { wakeup_.notify(); }

  const std::string address_;
  loop::event_loop& loop_;
  loop::wakeup wakeup_;
  std::uint8_t sends_in_turn_ = 0;
  session session_;
};

}  // namespace sluice::session
