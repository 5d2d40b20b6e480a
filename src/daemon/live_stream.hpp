#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "daemon/route.hpp"
#include "daemon/stream_limits.hpp"
#include "session/session.hpp"

namespace sluice::daemon {

class loop_worker;

/// One stream of the daemon's own: its session, its place, and what keeps it going. Lives until its
/// session is over, and is then buried by its loop's worker. Loop's thread.
class live_stream final : private session::listener {
 public:
  live_stream(fcgi::connection& from, loop_worker& on, const route& where, stream_place place);
  live_stream(const live_stream&) = delete;
  live_stream& operator=(const live_stream&) = delete;

  /// Opens it as the route says. Once; it may be over when this returns.
  void open(const request& what);

 private:
  const std::string& address() const override { return place_.address(); }
  std::size_t waiting_bytes() const override { return open_ ? open_->behind_bytes() : 0; }
  void on_room() override;
  void on_over() override;

  loop_worker& on_;
  const route& where_;
  const stream_place place_;
  session::session session_;
  std::unique_ptr<open_stream> open_;  // none before it is open
};

}  // namespace sluice::daemon
