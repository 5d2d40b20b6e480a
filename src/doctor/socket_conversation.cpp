#include "doctor/socket_conversation.hpp"

#include <cerrno>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <sys/socket.h>

#include "fcgi/web_request.hpp"
#include "fcgi/web_response.hpp"

namespace sluice::doctor {
namespace {

using outcome_kind = spoken_answer::outcome;

// The documents that are asked for have some hundred bytes.
constexpr std::size_t longest_body_bytes = 64 * 1024;

class conversation final {
 public:
  conversation(int socket, std::chrono::milliseconds limit)
      : socket_(socket), start_(clock::now()), deadline_(start_ + limit) {}

  spoken_answer run(std::string_view request) {
    while (!is_over_) {
      pollfd watched{socket_, POLLIN, 0};
      if (!request.empty()) watched.events |= POLLOUT;
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - clock::now());
      const int ready = left.count() > 0 ? ::poll(&watched, 1, static_cast<int>(left.count())) : 0;
      if (ready < 0 && errno == EINTR) continue;
      if (ready <= 0) {
        end(outcome_kind::silent, "no answer");
        break;
      }
      if ((watched.revents & POLLOUT) != 0) write(request);
      if ((watched.revents & ~POLLOUT) != 0) read();
    }
    answer_.took = clock::now() - start_;
    return answer_;
  }

 private:
  void write(std::string_view& rest) {
    const ssize_t sent = ::send(socket_, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent >= 0) return rest.remove_prefix(static_cast<std::size_t>(sent));
    // What the other side said before it closed is still to be read.
    if (errno != EAGAIN && errno != EINTR) rest = {};
  }

  void read() {
    char chunk[16 * 1024];
    const ssize_t got = ::recv(socket_, chunk, sizeof chunk, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got < 0) return end(outcome_kind::closed, std::generic_category().message(errno));
    if (got == 0) return end(outcome_kind::closed, "the connection was closed without an answer");
    using state = fcgi::web_response::state;
    const state now = reading_.feed({chunk, static_cast<std::size_t>(got)},
                                    [this](std::string_view part) { take(part); });
    if (now == state::broken) return end(outcome_kind::foreign, reading_.trouble());
    if (now == state::ended) end(outcome_kind::complete, "");
  }

  void take(std::string_view part) {
    answer_.body += part.substr(0, longest_body_bytes - answer_.body.size());
    answer_.pieces.push_back({clock::now() - start_, answer_.body.size()});
  }

  void end(outcome_kind how, std::string trouble) {
    is_over_ = true;
    answer_.how = how;
    answer_.trouble = std::move(trouble);
    if (reading_.now() == fcgi::web_response::state::head) return;
    answer_.status = reading_.status();
    answer_.content_type = reading_.header("Content-Type").value_or("");
  }

  const int socket_;
  const time_point start_;
  const time_point deadline_;
  fcgi::web_response reading_;
  spoken_answer answer_;
  bool is_over_ = false;
};

}  // namespace

spoken_answer ask_over(const descriptor& connected, const std::string& target,
                       std::chrono::milliseconds limit) {
  fcgi::web_request request;
  request.target = target;
  request.headers = {{"Host", "localhost"}};
  return conversation(connected.number(), limit).run(fcgi::encode(request));
}

}  // namespace sluice::doctor
