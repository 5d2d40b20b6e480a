#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "fcgi/assembler.hpp"
#include "loop/poller.hpp"
#include "loop/wheel.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::loop {
class event_loop;
class send_queue;
}  // namespace sluice::loop

namespace sluice::fcgi {

class server;

/// Why a request is over before its owner ended it.
enum class gone {
  closed,       // the web server closed the connection, or its sending side
  reset,        // the connection failed while reading or writing
  aborted,      // FCGI_ABORT_REQUEST
  broken,       // what came is not FastCGI
  worker_ends,  // this server is being destroyed
};
std::string_view describe(gone why);

/// The owner of a request's answer.
class exchange {
 public:
  /// The kernel has taken all that was written.
  virtual void on_drained() = 0;
  /// The request is over; the connection must not be touched again.
  virtual void on_gone(gone why) = 0;

 protected:
  ~exchange() = default;
};

/// One connection of a web server, owned by its loop's `server`: reads requests and writes answers
/// as records, never blocking. Between on_request and the end of the answer it belongs to the
/// `exchange` attached. Loop's thread.
class connection final : private loop::ready_handler {
 public:
  connection(server& owner, int descriptor);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  loop::event_loop& loop() const;
  /// From now on `owner` hears what becomes of the active request, until its end.
  void attach(exchange& owner) { exchange_ = &owner; }

  /// Writes `payload` as STDOUT. What the kernel does not take at once waits; `has_backlog` then.
  void write(std::string_view payload);
  /// Writes frames that are STDOUT records already, made for `framed_id`, which every known web
  /// server uses. Takes as many as the kernel does; of the last, the rest may wait. Returns how
  /// many were taken. Only without a backlog.
  std::size_t write_frames(std::span<const std::shared_ptr<const std::string>> frames);
  /// Asks the processor to fetch what `write_frames` touches.
  void fetch() const;
  /// Kept by the web server, and no byte of a next request has come.
  bool is_idle() const { return is_idle_; }
  bool has_backlog() const { return backlog_ != nullptr; }
  /// A write failed: nothing more is sent, and the exchange hears of it within a tick.
  bool is_lost() const { return is_lost_; }
  std::size_t backlog_bytes() const { return backlog_ ? backlog_->size() : 0; }

  /// Ends the answer behind what waits. The exchange is let go and hears nothing more; the
  /// connection serves the next request or closes, as the web server asked.
  void end();
  /// A complete short answer, then as `end`.
  void answer(const reply& what, const request& to);
  /// Closes at once, with whatever waits unsent. The exchange hears nothing.
  void abandon();
  /// The same, and the exchange hears `why`.
  void lose(gone why);

 private:
  friend class server;

  enum class state : std::uint8_t { reading, answering, lingering, dead };

  // What there is while the web server is waited for: of an open stream there is none.
  struct waiting final : loop::deadline_handler {
    explicit waiting(connection& of) : whose(of), end(*this) {}
    // May destroy this.
    void on_deadline(time_point) override { whose.on_overdue(); }

    connection& whose;
    loop::deadline end;
    std::optional<cgi_variables> variables;  // of a request whose body has not come
  };

  void on_ready(std::uint32_t events) override;
  void on_overdue();

  void read();
  void act_on(assembler::occurrence what);
  void report_fault(std::string_view what);
  void give_way();
  void parse_params();
  void start(cgi_variables variables);
  void refuse(int status, std::string why);
  void write_raw(std::string_view records);
  std::size_t send_together(std::span<const std::shared_ptr<const std::string>> frames);
  /// Queues the frame; what the kernel does not take of it waits afterwards.
  void send_later(const std::string& frame, loop::send_queue& sends);
  void note_loss();
  /// False when the connection is lost.
  bool send(std::string_view& records);
  void on_writable();
  void after_answer();
  void linger();
  void die();
  void watch_for();
  waiting& wait();
  /// `on_overdue` comes then, unless it is put off or no longer wanted.
  void end_after(clock::duration time);
  void keep_backlog(std::string_view rest);

  // What `write_frames` touches stands together.
  int descriptor_;
  std::uint32_t place_ = 0;  // among the server's
  state state_ = state::reading;
  bool is_framed_id_ = false;             // the request answered has the id that frames have
  bool is_lost_ = false;                  // a write failed; told at the next tick
  bool is_ending_ = false;                // END_REQUEST is written or waits
  bool is_closing_after_answer_ = false;  // even if the web server would keep the connection
  bool is_idle_ = false;                  // kept, and nothing of the next request has come
  std::unique_ptr<std::string> backlog_;  // none when the kernel has all
  server& server_;
  exchange* exchange_ = nullptr;
  assembler assembler_;
  std::unique_ptr<waiting> waiting_;
};

}  // namespace sluice::fcgi
