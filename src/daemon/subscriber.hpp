#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "hub/outlet.hpp"
#include "hub/reader.hpp"
#include "hub/subscription.hpp"
#include "loop/wheel.hpp"
#include "session/session.hpp"

namespace sluice::daemon {

/// A session that follows the hub while this exists. Loop's thread.
class subscriber final : private hub::reader,
                         private session::drain_listener,
                         private loop::deadline_handler {
 public:
  /// Everything after `position` that `wanted` includes goes to `out`, whose head has been sent.
  subscriber(session::session& out, hub::outlet& from, loop::event_loop& loop,
             const hub::interest& wanted, std::uint64_t position);
  ~subscriber();
  subscriber(const subscriber&) = delete;
  subscriber& operator=(const subscriber&) = delete;

 private:
  std::size_t write(std::span<const hub::frame> frames) override;
  bool has_room() const override { return out_.has_room(); }
  void on_gap() override;
  void on_behind() override;
  void on_room() override { subscription_.on_room(); }
  void on_deadline(time_point now) override;

  session::session& out_;
  loop::event_loop& loop_;
  loop::deadline end_;
  hub::subscription subscription_;
};

}  // namespace sluice::daemon
