#include "fcgi/acceptor.hpp"

#include <cerrno>
#include <cstring>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.hpp"
#include "fcgi/server.hpp"

namespace sluice::fcgi {
namespace {

// Enough to empty a burst quickly, few enough that the other loops get their share of it.
constexpr int accepts_a_round = 32;
// Short against what a browser notices, long against the cost of a look: ten looks a second.
constexpr auto pause = std::chrono::milliseconds(100);
// EPOLLEXCLUSIVE: one waiting loop is woken by a connection, not all.
constexpr std::uint32_t watched_events = EPOLLIN | EPOLLEXCLUSIVE;

// Connections of a TCP socket inherit it. A unix socket refuses, and needs no such thing.
void send_small_frames_at_once(int listening) {
  const int on = 1;
  ::setsockopt(listening, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

acceptor::acceptor(server& owner, int listening, queue_at_end queue)
    : server_(owner), listening_(listening), queue_(queue), pause_(*this) {
  send_small_frames_at_once(listening_);
  server_.loop().descriptors().watch(listening_, watched_events, *this);
  is_watching_ = true;
}

acceptor::~acceptor() {
  if (is_watching_) server_.loop().descriptors().forget(listening_, *this);
}

void acceptor::on_ready(std::uint32_t) {
  for (int i = 0; i < accepts_a_round; ++i) {
    if (accept_one() != outcome::accepted) return;
  }
}

void acceptor::accept_last() {
  if (queue_ == queue_at_end::left) return;
  while (accept_one() == outcome::accepted) {
  }
}

acceptor::outcome acceptor::accept_one() {
  if (!server_.budget().try_take()) {
    look_away("the connection limit is reached");
    return outcome::exhausted;
  }
  for (;;) {
    const int descriptor = ::accept4(listening_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
      server_.adopt(descriptor);
      return outcome::accepted;
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    const int error = errno;
    server_.budget().give_back();
    if (error == EAGAIN || error == EWOULDBLOCK) return outcome::none_waiting;
    look_away(std::strerror(error));
    return outcome::exhausted;
  }
}

void acceptor::look_away(const char* why) {
  if (is_watching_) {
    server_.loop().descriptors().forget(listening_, *this);
    is_watching_ = false;
  }
  server_.loop().deadlines().set(pause_, clock::now() + pause);
  log::write_limited(
      server_.lines().exhausted, log::level::error,
      fmt::format("cannot accept connections: {}, {} open, the limit is {}; new ones wait in the "
                  "socket's queue (raise LimitNOFILE or `ulimit -n`)",
                  why, server_.budget().taken(), server_.budget().limit()));
}

void acceptor::on_deadline(time_point) {
  server_.loop().descriptors().watch(listening_, watched_events, *this);
  is_watching_ = true;
}

}  // namespace sluice::fcgi
