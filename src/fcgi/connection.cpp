#include "fcgi/connection.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/log.hpp"
#include "fcgi/server.hpp"
#include "http/head.hpp"

namespace sluice::fcgi {
namespace {

// After an answer the web server gets this long to take it, and to notice that nobody reads what it
// may still send. Proxies on the same machine need milliseconds.
constexpr auto linger_time = std::chrono::seconds(2);
constexpr auto last_bytes_time = std::chrono::seconds(10);

// Well below IOV_MAX, and as much as a queue has in practice.
constexpr std::size_t frames_a_call = 64;

std::string with_request_id(std::string records, std::uint16_t id) {
  for (std::size_t at = 0; at + header_bytes <= records.size();) {
    records[at + 2] = static_cast<char>(id >> 8);
    records[at + 3] = static_cast<char>(id & 0xFF);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(records[at + i]); };
    at += header_bytes + (static_cast<std::size_t>(byte(4)) << 8 | byte(5)) + byte(6);
  }
  return records;
}

bool has_no_body(std::string_view method) {
  return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "DELETE";
}

}  // namespace

std::string_view describe(gone why) {
  switch (why) {
    case gone::closed:
      return "the web server closed the connection";
    case gone::reset:
      return "the connection failed";
    case gone::aborted:
      return "the web server aborted the request";
    case gone::broken:
      return "the web server sent what is not FastCGI";
    case gone::worker_ends:
      return "the worker ends";
  }
  return "unknown";
}

// Every open stream has one: "Memory of a stream" in tests/bench/RESULTS.md counts its bytes.
static_assert(sizeof(connection) <= 88);

connection::connection(server& owner, int descriptor) : descriptor_(descriptor), server_(owner) {
  server_.loop().descriptors().watch(descriptor_, EPOLLIN | EPOLLRDHUP, *this);
  end_after(server_.limits().request_timeout);
}

connection::~connection() {
  if (descriptor_ >= 0) die();
}

loop::event_loop& connection::loop() const {
  return server_.loop();
}

void connection::on_ready(std::uint32_t events) {
  if ((events & EPOLLOUT) && backlog_) on_writable();
  if (state_ == state::dead) return;
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) read();
}

void connection::read() {
  std::vector<char>& scratch = server_.scratch();
  const ssize_t count = ::recv(descriptor_, scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (count < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) lose(gone::reset);
    return;
  }
  // A web server that closes its sending side has gone: none of them half-closes while it waits.
  if (count == 0) return lose(gone::closed);
  if (state_ == state::lingering) return;  // read and dropped
  if (is_idle_) {
    is_idle_ = false;
    end_after(server_.limits().request_timeout);
  }
  std::string_view bytes(scratch.data(), static_cast<std::size_t>(count));
  for (;;) {
    const auto what = assembler_.take(bytes, server_.limits().sizes);
    if (what == assembler::occurrence::nothing) return;
    act_on(what);
    if (state_ == state::lingering || state_ == state::dead) return;
  }
}

void connection::act_on(assembler::occurrence what) {
  using occurrence = assembler::occurrence;
  std::string records;
  switch (what) {
    case occurrence::nothing:
      return;
    case occurrence::params_complete:
      return parse_params();
    case occurrence::body_complete:
      // Not the late end of a body that nobody waited for.
      if (waiting_ && waiting_->variables) start(std::move(*waiting_->variables));
      return;
    case occurrence::params_too_large:
      return refuse(431,
                    "The request's parameters are larger than this worker allows "
                    "(params-limit).\n");
    case occurrence::body_too_large:
      return refuse(413,
                    "The request's body is larger than this worker allows "
                    "(message-limit).\n");
    case occurrence::aborted:
      state_ = state::answering;
      if (exchange* const owner = std::exchange(exchange_, nullptr)) owner->on_gone(gone::aborted);
      return end();
    case occurrence::unknown_role:
      report_fault("a request for a role other than responder was refused");
      append_end_request(records, assembler_.subject(), protocol_status::unknown_role);
      return write_raw(records);
    case occurrence::second_request:
      if (state_ == state::answering && assembler_.keeps_connection()) return give_way();
      append_end_request(records, assembler_.subject(), protocol_status::cannot_multiplex);
      return write_raw(records);
    case occurrence::values_asked:
      append_values(records, assembler_.management(), server_.budget().limit());
      return write_raw(records);
    case occurrence::unknown_type:
      append_unknown_type(records, static_cast<std::uint8_t>(assembler_.subject()));
      return write_raw(records);
    case occurrence::broken:
      report_fault(fmt::format("a connection was closed: what came on it is not FastCGI, {}",
                               assembler_.broken_by()));
      return lose(gone::broken);
  }
}

// HAProxy takes a kept connection for its next request when the client of the first has left, and
// sends no ABORT for that; a refusal (FastCGI section 5.5) is not looked at, and its request hangs.
// So the first is over, as after an ABORT. What waits for a reader that reads no more stands in the
// way of every answer: then only a new connection helps.
void connection::give_way() {
  if (exchange* const owner = std::exchange(exchange_, nullptr)) owner->on_gone(gone::aborted);
  end();
  if (state_ != state::reading) return die();
  is_idle_ = false;
  end_after(server_.limits().request_timeout);
  const auto next = assembler_.take_second();
  if (next != assembler::occurrence::nothing) act_on(next);
}

void connection::report_fault(std::string_view what) {
  log::write_limited(server_.lines().bad_peer, log::level::warning, what);
}

void connection::parse_params() {
  auto variables = server_.parser().try_parse(assembler_.params());
  if (!variables) {
    report_fault("a request was refused: " + variables.error().message());
    return refuse(400, "The request's parameters are malformed.\n");
  }
  // Some web servers never end the STDIN of a request that has no body, so it is not waited for.
  if (has_no_body(variables->find("REQUEST_METHOD").value_or(""))) {
    return start(std::move(*variables));
  }
  wait().variables = std::move(*variables);
  end_after(server_.limits().request_timeout);
}

void connection::start(cgi_variables variables) {
  state_ = state::answering;
  is_ending_ = false;
  is_framed_id_ = assembler_.request_id() == framed_id;
  request asked(std::move(variables), assembler_.release_body());
  waiting_.reset();
  server_.requests().on_request(*this, std::move(asked));
}

void connection::refuse(int status, std::string why) {
  state_ = state::answering;
  is_closing_after_answer_ = true;
  assembler_.release_body();
  answer(reply(status, std::move(why)), request());
}

void connection::write(std::string_view payload) {
  std::string records;
  records.reserve(payload.size() + header_bytes * (payload.size() / max_content_bytes + 1));
  append_stdout(records, assembler_.request_id(), payload);
  write_raw(records);
}

void connection::write_raw(std::string_view records) {
  if (state_ == state::dead || is_lost_) return;
  if (backlog_) {
    *backlog_ += records;
    return;
  }
  if (send(records) && !records.empty()) keep_backlog(records);
}

void connection::keep_backlog(std::string_view rest) {
  backlog_ = std::make_unique<std::string>(rest);
  watch_for();
}

std::size_t connection::write_frames(std::span<const std::shared_ptr<const std::string>> frames) {
  if (state_ == state::dead || is_lost_ || backlog_) return 0;
  loop::send_queue& sends = server_.loop().sends();
  if (sends.is_open() && is_framed_id_ && frames.size() == 1) {
    send_later(*frames.front(), sends);
    return 1;
  }
  std::size_t taken = 0;
  while (taken < frames.size() && !backlog_) {
    const auto batch = frames.subspan(taken, std::min(frames.size() - taken, frames_a_call));
    if (!is_framed_id_) {
      write_raw(with_request_id(*batch.front(), assembler_.request_id()));
      ++taken;
      continue;
    }
    // The usual case of a quiet hub, and send(2) costs the kernel less than sendmsg(2).
    const std::size_t count = batch.size() == 1 ? 0 : send_together(batch);
    if (is_lost_) return frames.size();
    taken += count;
    // Where the kernel took whole frames and no more, the first byte of the next one waits, so
    // that the loop tells when there is room again.
    if (count < batch.size() && !backlog_) write_raw(*frames[taken++]);
  }
  return taken;
}

void connection::fetch() const {
  __builtin_prefetch(&descriptor_);
  __builtin_prefetch(&backlog_);
}

// One call for all of them; a frame that was cut leaves its rest in the backlog.
std::size_t connection::send_together(std::span<const std::shared_ptr<const std::string>> frames) {
  iovec parts[frames_a_call];
  for (std::size_t i = 0; i < frames.size(); ++i) {
    parts[i] = {const_cast<char*>(frames[i]->data()), frames[i]->size()};
  }
  msghdr message{};
  message.msg_iov = parts;
  message.msg_iovlen = frames.size();
  const ssize_t result = ::sendmsg(descriptor_, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (result < 0) {
    if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) note_loss();
    return 0;
  }
  std::size_t sent = static_cast<std::size_t>(result);
  std::size_t taken = 0;
  while (taken < frames.size() && sent >= frames[taken]->size()) sent -= frames[taken++]->size();
  if (sent > 0) {
    keep_backlog(std::string_view(*frames[taken++]).substr(sent));
  }
  return taken;
}

void connection::send_later(const std::string& frame, loop::send_queue& sends) {
  sends.send(descriptor_, frame, this, [](void* whom, std::string_view bytes, ssize_t result) {
    connection& self = *static_cast<connection*>(whom);
    if (result < 0 && result != -EAGAIN && result != -EINTR) return self.note_loss();
    self.keep_backlog(bytes.substr(static_cast<std::size_t>(std::max<ssize_t>(result, 0))));
  });
}

void connection::note_loss() {
  // Told from the loop, not from inside the owner's own call.
  is_lost_ = true;
  end_after(clock::duration::zero());
}

bool connection::send(std::string_view& records) {
  while (!records.empty()) {
    const ssize_t sent =
        ::send(descriptor_, records.data(), records.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent >= 0) {
      records.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return true;
    } else if (errno != EINTR) {
      note_loss();
      return false;
    }
  }
  return true;
}

void connection::on_writable() {
  std::string_view rest = *backlog_;
  if (!send(rest)) return;
  if (!rest.empty()) {
    backlog_->erase(0, backlog_->size() - rest.size());
    return;
  }
  backlog_.reset();
  watch_for();
  if (is_ending_) return after_answer();
  if (exchange_) exchange_->on_drained();
}

void connection::watch_for() {
  const std::uint32_t output = backlog_ ? static_cast<std::uint32_t>(EPOLLOUT) : 0u;
  server_.loop().descriptors().change(descriptor_, EPOLLIN | EPOLLRDHUP | output, *this);
}

void connection::answer(const reply& what, const request& to) {
  const auto part = to.method() == "HEAD" ? http::answer_part::head : http::answer_part::whole;
  write(http::encode_reply(what, part));
  end();
}

void connection::end() {
  if (state_ != state::answering || is_ending_) return;
  exchange_ = nullptr;
  is_ending_ = true;
  std::string records;
  append_end(records, assembler_.request_id());
  write_raw(records);
  assembler_.finish_request();
  if (is_lost_) return;
  if (!backlog_) return after_answer();
  end_after(last_bytes_time);
}

void connection::after_answer() {
  is_ending_ = false;
  if (assembler_.keeps_connection() && !is_closing_after_answer_ && server_.keeps_connections()) {
    state_ = state::reading;
    is_idle_ = true;
    end_after(server_.limits().keep_idle);
  } else if (assembler_.has_whole_body() && !is_closing_after_answer_) {
    die();
  } else {
    linger();
  }
}

// Closing while the peer still sends makes the kernel reset the connection, and the peer may lose
// the answer with it. So: no more from us, and what comes is read and dropped for a while.
void connection::linger() {
  state_ = state::lingering;
  ::shutdown(descriptor_, SHUT_WR);
  end_after(linger_time);
}

connection::waiting& connection::wait() {
  if (!waiting_) waiting_ = std::make_unique<waiting>(*this);
  return *waiting_;
}

void connection::end_after(clock::duration time) {
  server_.loop().deadlines().set(wait().end, clock::now() + time);
}

void connection::on_overdue() {
  if (is_lost_) return lose(gone::reset);
  if (state_ != state::reading) return die();
  if (is_idle_) return die();
  if (!assembler_.is_active()) {
    report_fault("a connection was closed: no request began on it in time");
    return die();
  }
  report_fault("a request was refused: the web server did not send all of it in time");
  refuse(408, "The request did not arrive in time.\n");
}

void connection::lose(gone why) {
  exchange* const owner = std::exchange(exchange_, nullptr);
  die();
  if (owner) owner->on_gone(why);
}

void connection::abandon() {
  exchange_ = nullptr;
  die();
}

void connection::die() {
  if (state_ == state::dead) return;
  state_ = state::dead;
  waiting_.reset();
  server_.loop().descriptors().forget(descriptor_, *this);
  ::close(std::exchange(descriptor_, -1));
  server_.budget().give_back();
  server_.bury(*this);
}

}  // namespace sluice::fcgi
