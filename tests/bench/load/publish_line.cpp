#include "bench/load/publish_line.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <sys/socket.h>

#include "support/deadline.hpp"
#include "support/socket.hpp"

namespace sluice::bench {

publish_line::publish_line(ready_set& ready, const publish_way& how)
    : ready_(ready), how_(how), socket_(-1), answers_(how.answers) {
  connect();
}

void publish_line::connect() {
  socket_.reset(test::connect_to(how_.address, test::within()));
  ready_.add(socket_.number(), *this);
}

void publish_line::queue(std::string request) {
  queue_.push_back(std::move(request));
  send_some();
}

// What a full socket does not take now follows with the next answer, for which it must have room.
void publish_line::send_some() {
  while (!queue_.empty() && on_their_way_ < how_.unanswered) {
    unsent_ += queue_.front();
    queue_.pop_front();
    ++on_their_way_;
  }
  if (unsent_.empty()) return;
  if (!socket_.is_open()) connect();
  const auto sent = send(socket_.number(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) {
    throw std::system_error(errno, std::generic_category(), "publish");
  }
  if (sent > 0) unsent_.erase(0, static_cast<std::size_t>(sent));
}

void publish_line::on_ready() {
  std::array<char, 16 * 1024> chunk;
  const auto got = recv(socket_.number(), chunk.data(), chunk.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return take_end();
  const std::size_t count = answers_.take({chunk.data(), static_cast<std::size_t>(got)});
  if (count > on_their_way_) throw std::runtime_error("an answer to no publish");
  on_their_way_ -= count;
  // Pushpin closes after each answer, but not at once.
  if (how_.use == connection_use::one_request && on_their_way_ == 0) socket_.close();
  send_some();
}

// A server may close a connection that was idle for long.
void publish_line::take_end() {
  if (on_their_way_ > 0) throw std::runtime_error("a publish has no answer: the server closed");
  socket_.close();
  send_some();
}

}  // namespace sluice::bench
