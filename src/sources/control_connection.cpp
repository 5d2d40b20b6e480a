#include "sources/control_connection.hpp"

#include <cerrno>
#include <string_view>
#include <utility>
#include <variant>

#include <sys/epoll.h>
#include <sys/socket.h>

#include "sources/control_socket.hpp"

namespace sluice::sources {
namespace {

// Whether input has come, or the end of it.
constexpr std::uint32_t input_events = EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR;

}  // namespace

control_connection::control_connection(control_socket& owner, std::uint64_t number,
                                       sluice::descriptor socket)
    : owner_(owner), number_(number), socket_(std::move(socket)), conversation_(owner.limits()) {
  watch();
}

control_connection::~control_connection() {
  unwatch();
}

void control_connection::on_ready(std::uint32_t events) {
  if ((events & input_events) && conversation_.wants_input()) read();
  advance();
}

void control_connection::read() {
  std::vector<char>& scratch = owner_.scratch();
  const ssize_t count = ::recv(socket_.number(), scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (count > 0) return conversation_.feed({scratch.data(), static_cast<std::size_t>(count)});
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
  // A client that leaves answers unread resets the connection behind what it sent (unix(7)); what
  // was cut off by that is no whole JSON object, and so is refused.
  conversation_.end_input(unfinished_line::counts);
}

void control_connection::drain() {
  conversation_.end_input(unfinished_line::is_dropped);
  advance();
}

void control_connection::advance() {
  while (perform_one() || write_some()) {
  }
  if (conversation_.is_over()) return finish();
  watch();
}

bool control_connection::perform_one() {
  auto next = conversation_.take_order();
  if (!next) return false;
  perform(std::move(*next));
  return true;
}

void control_connection::perform(numbered_order next) {
  if (auto* const refused = std::get_if<rejection>(&next.what)) {
    owner_.report(next.line, *refused);
    return conversation_.answer(next.line, std::move(*refused));
  }
  auto done = owner_.completion_for(number_, next.line);
  if (auto* const what = std::get_if<update>(&next.what)) {
    return owner_.publisher().publish(std::move(*what), std::move(done));
  }
  owner_.publisher().end(std::move(std::get<topic_end>(next.what).topic), std::move(done));
}

bool control_connection::write_some() {
  const std::string_view waiting = conversation_.output();
  if (waiting.empty()) return false;
  const ssize_t sent = is_deaf_ ? static_cast<ssize_t>(waiting.size())
                                : ::send(socket_.number(), waiting.data(), waiting.size(),
                                         MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0) {
    is_deaf_ = errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR;
    return is_deaf_;
  }
  conversation_.drop_output(static_cast<std::size_t>(sent));
  return sent > 0;
}

// A hangup is told whether it is asked for or not, and again and again: while nothing is waited for
// but outcomes, the poller does not know this socket.
void control_connection::watch() {
  const std::uint32_t input =
      conversation_.wants_input() ? static_cast<std::uint32_t>(EPOLLIN | EPOLLRDHUP) : 0u;
  const std::uint32_t output =
      conversation_.output().empty() ? 0u : static_cast<std::uint32_t>(EPOLLOUT);
  const std::uint32_t wanted = input | output;
  if (wanted == watched_) return;
  if (wanted == 0) return unwatch();
  loop::poller& poller = owner_.loop().descriptors();
  if (watched_ == 0) {
    poller.watch(socket_.number(), wanted, *this);
  } else {
    poller.change(socket_.number(), wanted, *this);
  }
  watched_ = wanted;
}

void control_connection::unwatch() {
  if (watched_ == 0) return;
  owner_.loop().descriptors().forget(socket_.number(), *this);
  watched_ = 0;
}

// What was sent and is not read would make the kernel reset the connection when it is closed, and
// the client would hear of that instead of the end. Once nothing more can come, it is read away:
// as much as the socket holds.
void control_connection::finish() {
  unwatch();
  ::shutdown(socket_.number(), SHUT_RDWR);
  std::vector<char>& scratch = owner_.scratch();
  while (::recv(socket_.number(), scratch.data(), scratch.size(), MSG_DONTWAIT) > 0) {
  }
  owner_.bury(number_);
}

}  // namespace sluice::sources
