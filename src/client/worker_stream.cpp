#include "client/worker_stream.hpp"

#include <cerrno>
#include <optional>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>

#include "client/retry_after.hpp"
#include "client/worker_connection.hpp"
#include "fcgi/web_request.hpp"
#include "fcgi/web_response.hpp"

namespace sluice::client {
namespace {

using kind = stream_ending::kind;

stream_head head_of(const fcgi::web_response& answer) {
  stream_head head;
  head.status = answer.status();
  head.content_type = answer.header("Content-Type").value_or("");
  head.retry_after = try_parse_retry_after(answer.header("Retry-After").value_or(""));
  head.location = answer.header("Location").value_or("");
  return head;
}

// One request on one connection.
class exchange final {
 public:
  exchange(descriptor connected, int interrupting, stream_listener& listener)
      : socket_(std::move(connected)), interrupting_(interrupting), listener_(listener) {}
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  stream_ending run(std::string_view request) {
    for (;;) {
      pollfd watched[] = {{socket_.number(), POLLIN, 0}, {interrupting_, POLLIN, 0}};
      if (!request.empty()) watched[0].events |= POLLOUT;
      if (::poll(watched, std::size(watched), -1) < 0 && errno != EINTR) return lost(errno);
      if (watched[1].revents != 0) return {kind::interrupted};
      if ((watched[0].revents & POLLOUT) != 0 && !write(request)) return lost(errno);
      if ((watched[0].revents & ~POLLOUT) == 0) continue;
      if (const auto ending = read()) return *ending;
    }
  }

 private:
  static stream_ending lost(int error) {
    return {kind::ended, "the connection was lost: " + std::generic_category().message(error)};
  }

  bool write(std::string_view& rest) {
    const ssize_t sent = ::send(socket_.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
    return sent >= 0 || errno == EAGAIN || errno == EINTR;
  }

  std::optional<stream_ending> read() {
    char chunk[64 * 1024];
    const ssize_t got = ::recv(socket_.number(), chunk, sizeof chunk, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
    if (got < 0) return lost(errno);
    if (got == 0) return stream_ending{kind::ended, "the connection was lost"};
    using state = fcgi::web_response::state;
    const state now = answer_.feed({chunk, static_cast<std::size_t>(got)},
                                   [this](std::string_view part) { take_body(part); });
    if (now == state::broken) return stream_ending{kind::ended, answer_.trouble()};
    if (now > state::head) tell_head();
    if (has_left_) return stream_ending{kind::left};
    if (now == state::ended) return stream_ending{kind::ended, "the stream ended"};
    return std::nullopt;
  }

  void take_body(std::string_view part) {
    tell_head();
    if (!has_left_) has_left_ = listener_.on_body(part) == after_bytes::leave;
  }

  void tell_head() {
    if (!std::exchange(has_told_head_, true)) listener_.on_head(head_of(answer_));
  }

  descriptor socket_;
  const int interrupting_;
  stream_listener& listener_;
  fcgi::web_response answer_;
  bool has_told_head_ = false;
  bool has_left_ = false;
};

}  // namespace

stream_ending worker_stream::follow(const std::string& last_event_id, const std::string& token,
                                    stream_listener& listener) {
  auto connected = try_connect_worker(address_);
  if (!connected) return {kind::ended, connected.error().sentence};
  const std::string request = request_bytes(last_event_id, token);
  return exchange(std::move(*connected), until_.descriptor(), listener).run(request);
}

std::string worker_stream::request_bytes(const std::string& last_event_id,
                                         const std::string& token) const {
  fcgi::web_request request;
  request.target = asked_.target();
  request.headers = {{"Host", asked_.host()}, {"Accept", "text/event-stream"}};
  if (!last_event_id.empty()) request.headers.emplace_back("Last-Event-ID", last_event_id);
  if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
  return fcgi::encode(request);
}

}  // namespace sluice::client
