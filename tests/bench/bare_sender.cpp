// The least that a FastCGI worker can do, as the floor that others are measured against: it answers
// every request with a stream, and writes each event, encoded once, to all of them.
//
//   bench_bare_sender [--together] [--ring] STREAMS CONTROL
//
// Both are paths of unix sockets. A line on CONTROL is an event's data and is answered with a line.
// With --together the events that one read brings leave in one write; without, each leaves alone.
// With --ring sends go through the worker's own queue of sends, by io_uring.
// It knows no topics, no history and no heartbeat, and takes one request on a connection.
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop/send_queue.hpp"
#include "support/fcgi_record.hpp"
#include "support/socket.hpp"

namespace {

using namespace sluice::test;

constexpr int backlog = 4096;
constexpr int most_a_turn = 512;
constexpr std::size_t chunk_bytes = 64 * 1024;
constexpr std::uint16_t request_id = 1;  // what web servers use

const std::string stream_head =
    "Content-Type: text/event-stream\r\nX-Accel-Buffering: no\r\n\r\n:\n\nretry: 3000\n\n";

enum class sending { alone, together };
enum class calls { one_a_send, by_ring };

std::string output_record(std::string_view content) {
  return record_bytes(record_type::output, request_id, content);
}

enum class kind { none, streams, control, stream, publisher };

class bare_sender;

struct connection {
  bare_sender* of = nullptr;
  int number = -1;
  kind is = kind::none;
  bool has_begun = false;
  std::string rest{};  // of a line, or what a slow reader has not taken
};

class bare_sender final {
 public:
  bare_sender(const std::string& streams, const std::string& control, sending how, calls by)
      : how_(how), by_(by), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    if (by_ == calls::by_ring) ring_.try_enable();
    if (!ring_.why_not().empty()) throw std::runtime_error(ring_.why_not());
    add(listen_on(streams, backlog), kind::streams);
    add(listen_on(control, backlog), kind::control);
  }

  [[noreturn]] void run() {
    epoll_event found[most_a_turn];
    for (;;) {
      const int count = epoll_wait(epoll_, found, most_a_turn, -1);
      for (int i = 0; i < count; ++i) take(found[i].data.fd, found[i].events);
    }
  }

 private:
  connection& at(int number) { return connections_[static_cast<std::size_t>(number)]; }

  void add(int number, kind is) {
    if (connections_.size() <= static_cast<std::size_t>(number)) {
      connections_.resize(static_cast<std::size_t>(number) + 1);
    }
    at(number) = {this, number, is};
    watch(EPOLL_CTL_ADD, number, EPOLLIN | EPOLLRDHUP);
  }

  void take(int from, unsigned events) {
    switch (at(from).is) {
      case kind::none:
        return;
      case kind::streams:
        return accept_from(from, kind::stream);
      case kind::control:
        return accept_from(from, kind::publisher);
      case kind::stream:
        return (events & EPOLLOUT) != 0 ? write_rest(from) : take_request(from);
      case kind::publisher:
        return take_lines(from);
    }
  }

  void accept_from(int listening, kind what) {
    const int number = accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (number >= 0) add(number, what);
  }

  // Whatever comes first is taken for a whole request: web servers send it in one piece.
  void take_request(int from) {
    const auto got = recv(from, chunk_, sizeof chunk_, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return forget(from);
    if (!at(from).has_begun) write_to(from, output_record(stream_head));
    at(from).has_begun = true;
  }

  void take_lines(int from) {
    const auto got = recv(from, chunk_, sizeof chunk_, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return forget(from);
    std::string& input = at(from).rest;
    input.append(chunk_, static_cast<std::size_t>(got));
    std::string answers;
    std::string records;
    std::size_t taken = 0;
    for (std::size_t end = 0; (end = input.find('\n', taken)) != std::string::npos;
         taken = end + 1) {
      records += encode(std::string_view(input).substr(taken, end - taken));
      answers += "{}\n";
      if (how_ == sending::together) continue;
      write_to_all(records);
      records.clear();
    }
    input.erase(0, taken);
    if (!records.empty()) write_to_all(records);
    send(from, answers.data(), answers.size(), MSG_NOSIGNAL);
  }

  // An id as long as those that sluice makes, so that as many bytes leave.
  std::string encode(std::string_view data) {
    char id[64];
    std::snprintf(id, sizeof id, "urn:uuid:00000000-0000-7000-8000-%012x", ++events_);
    return output_record("id: " + std::string(id) + "\ndata: " + std::string(data) + "\n\n");
  }

  void write_to_all(const std::string& records) {
    if (by_ == calls::by_ring) return write_by_ring(records);
    for (std::size_t i = 0; i < connections_.size(); ++i) {
      if (connections_[i].has_begun) write_to(static_cast<int>(i), records);
    }
  }

  void write_by_ring(const std::string& records) {
    const sluice::loop::send_queue::turn together(ring_);
    for (connection& each : connections_) {
      if (!each.has_begun) continue;
      if (each.rest.empty()) {
        queue(each, records);
      } else {
        each.rest += records;
      }
    }
  }

  void queue(connection& to, const std::string& records) {
    ring_.send(to.number, records, &to, [](void* whom, std::string_view bytes, ssize_t sent) {
      const connection& cut = *static_cast<connection*>(whom);
      cut.of->keep_rest(cut.number, bytes, sent);
    });
  }

  void write_to(int to, std::string_view bytes) {
    if (at(to).rest.empty()) {
      return keep_rest(to, bytes, send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL));
    }
    at(to).rest += bytes;
  }

  void keep_rest(int of, std::string_view bytes, ssize_t sent) {
    if (sent == static_cast<ssize_t>(bytes.size())) return;
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
    watch(EPOLL_CTL_MOD, of, EPOLLIN | EPOLLRDHUP | EPOLLOUT);
    at(of).rest += bytes;
  }

  void write_rest(int to) {
    std::string& rest = at(to).rest;
    const auto sent = send(to, rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) return forget(to);
    if (sent > 0) rest.erase(0, static_cast<std::size_t>(sent));
    if (!rest.empty()) return;
    rest.shrink_to_fit();
    watch(EPOLL_CTL_MOD, to, EPOLLIN | EPOLLRDHUP);
  }

  void watch(int how, int number, unsigned events) {
    epoll_event entry{};
    entry.events = events;
    entry.data.fd = number;
    epoll_ctl(epoll_, how, number, &entry);
  }

  void forget(int what) {
    close(what);
    at(what) = connection();
  }

  const sending how_;
  const calls by_;
  const int epoll_;
  sluice::loop::send_queue ring_;
  std::vector<connection> connections_;  // by descriptor
  unsigned events_ = 0;
  char chunk_[chunk_bytes];
};

void raise_descriptor_limit() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> paths(argv + 1, argv + argc);
  const bool is_together = !paths.empty() && paths.front() == "--together";
  if (is_together) paths.erase(paths.begin());
  const bool is_by_ring = !paths.empty() && paths.front() == "--ring";
  if (is_by_ring) paths.erase(paths.begin());
  if (paths.size() != 2) {
    std::fprintf(stderr, "usage: bench_bare_sender [--together] [--ring] STREAMS CONTROL\n");
    return 2;
  }
  raise_descriptor_limit();
  bare_sender(paths[0], paths[1], is_together ? sending::together : sending::alone,
              is_by_ring ? calls::by_ring : calls::one_a_send)
      .run();
}
