#pragma once

#include <functional>
#include <memory>
#include <string>

#include "daemon/overview.hpp"
#include "daemon/route.hpp"
#include "loop/wheel.hpp"
#include "session/session.hpp"

namespace sluice::daemon {

/// Tells one operator of the worker, an event a second. Loop's thread.
class status_stream final : public open_stream, private loop::deadline_handler {
 public:
  /// Makes the event's data.
  using writer = std::function<std::string(overview)>;

  status_stream(session::session& out, loop_worker& on, const overview_source& from, writer write);
  status_stream(const status_stream&) = delete;
  status_stream& operator=(const status_stream&) = delete;

  void on_room() override {}
  std::size_t behind_bytes() const override { return 0; }

 private:
  void on_deadline(time_point now) override;
  void look();
  void send(const overview& found);

  session::session& out_;
  loop_worker& on_;
  const overview_source& from_;
  const writer write_;
  loop::deadline next_;
  // Shared with the look that is under way, which may come back when the stream is gone.
  const std::shared_ptr<status_stream*> self_;
};

}  // namespace sluice::daemon
