// What subscribers ask of the hub.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "daemon/attendance.hpp"
#include "daemon/hub_parts.hpp"
#include "daemon/loop_worker.hpp"
#include "daemon/subscriber.hpp"
#include "session/session.hpp"

namespace sluice::daemon {

/// One stream of the hub that is open. Loop's thread; ends before its session.
class hub_stream final : public open_stream {
 public:
  /// GET of a stream: opens it, or sends the answer that it gets instead; then there is none.
  static std::unique_ptr<open_stream> try_open(const hub_parts& with, const request& what,
                                               session::session& out, loop_worker& on);

  void on_room() override { following_.on_room(); }
  std::size_t behind_bytes() const override { return following_.behind_bytes(); }

 private:
  hub_stream(std::unique_ptr<attendance> told, session::session& out, hub::outlet& from,
             const hub::interest& wanted, std::uint64_t position, subscriber::span how_long,
             log::limiter& lines)
      : told_(std::move(told)), following_(out, from, wanted, position, how_long, lines) {}

  const std::unique_ptr<attendance> told_;  // only where presence is told
  subscriber following_;
};

/// GET of who is subscribed (Mercure draft 07, "Active Subscriptions").
reply answer_listing(const hub_parts& with, const request& what);

}  // namespace sluice::daemon
