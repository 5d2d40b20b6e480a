#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/intrusive/list_hook.hpp>

#include "fcgi/connection.hpp"
#include "loop/event_loop.hpp"
#include "loop/wakeup.hpp"
#include "loop/wheel.hpp"
#include "session/schedule.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"
#include "sluice/stream.hpp"

namespace sluice::session {

class session_list;

/// Learns what becomes of a session.
class listener {
 public:
  /// The reader has taken all that was sent.
  virtual void on_room() = 0;
  /// The stream is over; `why_over` says why. The session is destroyed later, not from inside.
  virtual void on_over() = 0;

 protected:
  ~listener() = default;
};

struct settings {
  schedule_settings times;
  /// Each stream tells its browser a reconnection time of its own from this range.
  std::chrono::milliseconds retry_min{};
  std::chrono::milliseconds retry_max{};
};

/// What the sessions of one loop share.
struct surroundings {
  loop::event_loop& loop;
  const settings& how;
  std::mt19937& random;
  session_list& list;
};

/// Why a stream is over.
enum class ending : std::uint8_t {
  handler_returned,
  finished,  // the handler wants the browser to stop
  rejected,  // answered with a status instead
  handler_failed,
  client_gone,
  max_age,
  drain,
  token_expired,
  fell_behind,
};
std::string_view describe(ending why);

/// The id that `finish` leaves with the browser. A request that goes on after it is answered 204.
inline constexpr std::string_view finished_id = "urn:sluice:finished";

/// One open event stream: the response head, heartbeats, planned end and drain around what a
/// handler sends. Owned by whoever runs the handler; on one loop's thread.
class session final : public stream, private fcgi::exchange, private loop::deadline_handler {
 public:
  /// The list of `with` knows the session until its end.
  session(fcgi::connection& connection, const surroundings& with);
  ~session();
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  awaitable<> send(event what) override;
  awaitable<> sleep(std::chrono::nanoseconds duration) override;
  awaitable<> closed() override;
  bool is_open() const override { return !ending_; }
  void reject(int status, std::string text) override;
  void finish() override;

  /// A whole answer instead of a stream. Before the head is sent.
  void answer(const reply& what, const request& to);
  /// What HEAD is answered: the head that GET would get, and the end. Before the head is sent.
  void answer_head();
  /// Ends the stream then, at an event border.
  void expire_at(time_point when);
  /// Another interval of heartbeats than the settings', exactly; zero for none.
  void beat_every(clock::duration interval);
  /// Headers that the stream's head carries besides its own. Before the head is sent.
  void add_headers(reply::header_list extra) { opening_->headers = std::move(extra); }
  /// Sends head and first bytes now, then `events`, in one write. `remark` is for people who look
  /// at the stream: a comment, if it is not empty.
  void open_with(const std::vector<event>& events, std::string_view remark = {});
  /// Frames made for FCGI, see fcgi::connection::write_frames. After the head.
  /// `now` is when.
  std::size_t write_frames(std::span<const std::shared_ptr<const std::string>> frames,
                           time_point now);
  /// Ask the processor to fetch what `write_frames` touches: first the session, and when that is
  /// there its connection.
  void fetch() const;
  void fetch_connection() const { connection_.fetch(); }
  /// False while the reader has not taken what was sent, and after the stream's end.
  bool has_room() const { return !ending_ && !is_behind(); }
  /// What was sent and the kernel has not taken yet.
  std::size_t queued_bytes() const { return ending_ ? 0 : connection_.backlog_bytes(); }
  /// From now on `whom` hears what becomes of the session, until its end.
  void listen(listener& whom) { listener_ = &whom; }

  /// The handler returned or threw: ends the response if it is not over. Its bytes still leave
  /// when the session is gone.
  void close(ending why);
  /// Ends the stream at `when`, behind whatever was sent.
  void drain_at(time_point when);

  std::optional<ending> why_over() const { return ending_; }

 private:
  friend class session_list;
  using hook = boost::intrusive::list_member_hook<
      boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

  void on_drained() override;
  void on_gone(fcgi::gone why) override;
  void on_deadline(time_point now) override;

  // What is needed until the head is sent.
  struct opening {
    std::chrono::milliseconds retry;
    reply::header_list headers;
  };

  bool is_head_sent() const { return !opening_; }
  /// The reader has not taken all that was sent, or the connection is lost and that is not told
  /// yet.
  bool is_behind() const { return connection_.has_backlog() || connection_.is_lost(); }
  /// Head and first bytes, which are to be written next.
  std::string begin();
  void open() { write(begin()); }
  void write(std::string_view payload);
  void end_response(ending why);
  /// The stream is over before it began: `what` is the whole response.
  void answer_instead(ending why, const reply& what, const request& to);
  void be_over(ending why);
  loop::wakeup& wakeup();
  void wake() {
    if (wakeup_) wakeup_->notify();
  }
  void schedule_next();

  // What `write_frames` touches stands together.
  fcgi::connection& connection_;
  schedule schedule_;
  std::optional<ending> ending_;
  std::uint8_t sends_in_turn_ = 0;
  loop::event_loop& loop_;
  hook hook_;
  std::unique_ptr<opening> opening_;
  listener* listener_ = nullptr;
  loop::deadline deadline_;
  // Made when a coroutine waits for the first time.
  std::unique_ptr<loop::wakeup> wakeup_;
};

}  // namespace sluice::session
