#pragma once

#include <cstddef>
#include <string>

#include "base/clock.hpp"
#include "daemon/probe_book.hpp"
#include "daemon/probe_document.hpp"
#include "daemon/probe_order.hpp"
#include "daemon/route.hpp"
#include "loop/wheel.hpp"
#include "session/session.hpp"

namespace sluice::daemon {

/// Sends one doctor its paced frames, and tells the book how that ended. Loop's thread; the book,
/// in which the probe has begun, outlives it.
class probe_stream final : public open_stream, private loop::deadline_handler {
 public:
  /// Sends head and first frame. `what` was read at `begun`.
  probe_stream(session::session& out, loop_worker& on, probe_book& book, probe_order order,
               const request& what, const probe_host& host, time_point begun);
  probe_stream(const probe_stream&) = delete;
  probe_stream& operator=(const probe_stream&) = delete;

  void on_room() override;
  std::size_t behind_bytes() const override { return 0; }

 private:
  // Ends the probe in the book, whatever happens.
  class place final {
   public:
    place(probe_book& book, const std::string& id, const session::session& of)
        : book_(book), id_(id), of_(of) {}
    ~place();
    place(const place&) = delete;
    place& operator=(const place&) = delete;

   private:
    probe_book& book_;
    const std::string& id_;
    const session::session& of_;
  };

  void on_deadline(time_point now) override;
  void wait_for_next();
  probe_frame next_frame();
  void send_next(time_point now);

  session::session& out_;
  loop_worker& on_;
  probe_book& book_;
  const probe_order order_;
  const place place_;
  const time_point begun_;
  // A reader that does not read has its place no longer than others.
  const time_point latest_end_;
  std::size_t sent_ = 0;
  bool is_waiting_for_room_ = false;
  loop::deadline next_;
};

}  // namespace sluice::daemon
