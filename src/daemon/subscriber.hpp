#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/log.hpp"
#include "hub/outlet.hpp"
#include "hub/reader.hpp"
#include "hub/subscription.hpp"
#include "loop/wheel.hpp"
#include "session/session.hpp"

namespace sluice::daemon {

/// A session that follows the hub while this exists. Loop's thread.
class subscriber final : private hub::reader {
 public:
  /// Everything after `position` that `wanted` includes goes to `out`, whose head has been sent.
  /// `one_batch` ends the stream behind the first updates, or without any after a while: a web
  /// server that holds a stream back hands on an answer that ends.
  enum class span { open_end, one_batch };
  /// A reader that falls behind is told in the log by `lines`.
  subscriber(session::session& out, hub::outlet& from, const hub::interest& wanted,
             std::uint64_t position, span how_long, log::limiter& lines);
  subscriber(const subscriber&) = delete;
  subscriber& operator=(const subscriber&) = delete;

  /// The session's reader has taken all that was sent.
  void on_room() { subscription_.on_room(); }
  std::size_t behind_bytes() const { return subscription_.behind_bytes(); }

 private:
  void prepare(turn when) const override {
    when == turn::next ? out_.fetch_connection() : out_.fetch();
  }
  std::size_t write(std::span<const hub::frame> frames, time_point now) override;
  bool has_room() const override { return out_.has_room(); }
  void on_gap() override;
  void on_behind() override { end_soon(session::ending::fell_behind); }
  void on_ended() override { end_soon(session::ending::finished); }
  void on_end();
  /// The fan-out is walking over the audience: the stream ends in the loop's next tick.
  void end_soon(session::ending why);
  void end_after(clock::duration time);

  // An end in sight: of most streams there is none.
  struct planned_end final : loop::deadline_handler {
    explicit planned_end(subscriber& of) : whose(of), at(*this) {}
    void on_deadline(time_point) override { whose.on_end(); }

    subscriber& whose;
    loop::deadline at;
    session::ending why = session::ending::handler_returned;
    bool is_behind_batch = false;
  };
  planned_end& end();

  session::session& out_;
  std::unique_ptr<planned_end> end_;
  hub::subscription subscription_;
  log::limiter& lines_;
};

}  // namespace sluice::daemon
