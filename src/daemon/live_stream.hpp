#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <boost/intrusive/list_hook.hpp>

#include "daemon/route.hpp"
#include "daemon/stream_limits.hpp"
#include "session/session.hpp"

namespace sluice::daemon {

class loop_worker;

/// One stream of the daemon's own: its session, its place, and what keeps it going. Owned by its
/// loop's worker, which buries it when it is over. Loop's thread.
class live_stream final : private session::listener {
 public:
  live_stream(fcgi::connection& from, loop_worker& on, const route& where,
              std::unique_ptr<stream_place> place);
  live_stream(const live_stream&) = delete;
  live_stream& operator=(const live_stream&) = delete;

  /// Opens it as the route says. Once; it may be over when this returns.
  void open(const request& what);

  const std::string& address() const { return place_->address(); }
  /// How much its reader has not taken: what waits for it and what was sent.
  std::size_t behind_bytes() const {
    return session_.queued_bytes() + (open_ ? open_->behind_bytes() : 0);
  }

 private:
  friend class loop_worker;
  using hook = boost::intrusive::list_member_hook<
      boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

  void on_room() override;
  void on_over() override;

  hook hook_;
  loop_worker& on_;
  const route& where_;
  const std::unique_ptr<stream_place> place_;
  session::session session_;
  std::unique_ptr<open_stream> open_;  // none before it is open
};

}  // namespace sluice::daemon
