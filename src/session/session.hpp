#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <boost/intrusive/list_hook.hpp>

#include "fcgi/connection.hpp"
#include "loop/event_loop.hpp"
#include "loop/wheel.hpp"
#include "session/schedule.hpp"
#include "sluice/event.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::session {

class session_list;

/// Whose session it is: knows its reader, and learns what becomes of it.
class listener {
 public:
  /// Of the reader, for people.
  virtual const std::string& address() const = 0;
  /// How much has come for the reader, and was not given to the session as there was no room.
  virtual std::size_t waiting_bytes() const = 0;
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

/// One open event stream: the response head, heartbeats, planned end and drain around what is sent.
/// Owned by whoever sends; on one loop's thread.
class session final : private fcgi::exchange, private loop::deadline_handler {
 public:
  /// The list of `with` knows the session until its end, and `owner` hears what becomes of it.
  session(fcgi::connection& connection, const surroundings& with, listener& owner);
  ~session();
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  bool is_open() const { return !ending_; }
  bool is_head_sent() const { return is_head_sent_; }

  /// A whole answer instead of a stream. Before the head is sent.
  void answer(const reply& what, const request& to);
  /// What HEAD is answered: the head that GET would get, and the end. Before the head is sent.
  void answer_head(const reply::header_list& headers = {});
  /// Ends the stream then, at an event border.
  void expire_at(time_point when);
  /// Another interval of heartbeats than the settings', exactly; zero for none.
  void beat_every(clock::duration interval);
  /// Sends head and first bytes, if they have not been sent.
  void open();
  /// Sends head and first bytes now, then `events`, in one write. The head carries `headers`
  /// besides its own. `remark` is for people who look at the stream: a comment, if it is not empty.
  void open_with(const std::vector<event>& events, const reply::header_list& headers = {},
                 std::string_view remark = {});
  /// Sends an event, and what `open` sends before it, in one write. While the stream is open.
  void write_event(const event& what);
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
  loop::event_loop& loop() const { return connection_.loop(); }
  const std::string& address() const { return listener_.address(); }
  /// How much its reader has not taken: what was sent, and what waits until there is room.
  std::size_t behind_bytes() const { return queued_bytes() + listener_.waiting_bytes(); }

  /// Ends the response if it is not over. Its bytes still leave when the session is gone.
  void close(ending why);
  /// Ends the stream so that the browser stops: see sluice::stream::finish.
  void finish();
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

  /// The reader has not taken all that was sent, or the connection is lost and that is not told
  /// yet.
  bool is_behind() const { return connection_.has_backlog() || connection_.is_lost(); }
  /// Head and first bytes, which are to be written next.
  std::string begin(const reply::header_list& headers = {});
  void write(std::string_view payload);
  void end_response(ending why);
  /// The stream is over before it began: `what` is the whole response.
  void answer_instead(ending why, const reply& what, const request& to);
  void be_over(ending why);
  void schedule_next();

  // There are thousands of these, so small types stand beside each other, and what `write_frames`
  // touches comes first.
  fcgi::connection& connection_;
  schedule schedule_;
  short_milliseconds retry_;  // what this stream's browser is told
  std::optional<ending> ending_;
  bool is_head_sent_ = false;
  listener& listener_;
  hook hook_;
  loop::deadline deadline_;
};

}  // namespace sluice::session
