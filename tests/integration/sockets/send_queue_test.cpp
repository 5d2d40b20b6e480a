// What is queued, sent and told of by io_uring.
#include "loop/send_queue.hpp"

#include <cerrno>
#include <deque>
#include <map>
#include <string>

#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "base/descriptor.hpp"

using sluice::descriptor;
using sluice::loop::send_queue;

namespace {

// A connected pair; what is sent at one end comes at the other.
struct pair {
  pair() {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    ours = descriptor(ends[0]);
    theirs = descriptor(ends[1]);
  }
  std::string read() const {
    std::string found;
    char part[65536];
    for (ssize_t n; (n = ::read(theirs.number(), part, sizeof part)) > 0;) {
      found.append(part, static_cast<std::size_t>(n));
    }
    return found;
  }

  descriptor ours{-1};
  descriptor theirs{-1};
  // What the queue told of it.
  int times_told = 0;
  ssize_t result = 0;
  std::string bytes;
};

void send(send_queue& by, pair& to, std::string_view bytes) {
  by.send(to.ours.number(), bytes, &to, [](void* whom, std::string_view all, ssize_t result) {
    pair& self = *static_cast<pair*>(whom);
    ++self.times_told;
    self.result = result;
    self.bytes = all;
  });
}

}  // namespace

TEST_CASE("A turn sends to more sockets than go into one call, each its own bytes") {
  send_queue queue;
  queue.try_enable();
  if (!queue.is_enabled()) {
    WARN(queue.why_not());
    return;
  }
  CHECK_FALSE(queue.is_open());
  std::deque<pair> pairs(700);
  std::deque<std::string> texts;
  {
    const send_queue::turn now(queue);
    CHECK(queue.is_open());
    for (pair& each : pairs) {
      texts.push_back("event " + std::to_string(texts.size()));
      send(queue, each, texts.back());
    }
  }
  CHECK_FALSE(queue.is_open());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    CHECK(pairs[i].read() == texts[i]);
    CHECK(pairs[i].times_told == 0);
  }
}

TEST_CASE("Who has no room, room for a part, or has gone is told of, and nobody else") {
  send_queue queue;
  queue.try_enable();
  if (!queue.is_enabled()) {
    WARN(queue.why_not());
    return;
  }
  pair full, nearly_full, gone, fine;
  const std::string much(8 * 1024 * 1024, 'x');
  while (::send(full.ours.number(), much.data(), much.size(), MSG_DONTWAIT) > 0) {
  }
  gone.theirs = descriptor(-1);
  {
    const send_queue::turn now(queue);
    send(queue, full, "event");
    send(queue, nearly_full, much);
    send(queue, gone, "event");
    send(queue, fine, "event");
  }
  CHECK(full.times_told == 1);
  CHECK(full.result == -EAGAIN);
  CHECK(nearly_full.times_told == 1);
  CHECK(nearly_full.bytes.size() == much.size());
  CHECK(nearly_full.result > 0);
  CHECK(nearly_full.read().size() == static_cast<std::size_t>(nearly_full.result));
  CHECK(gone.times_told == 1);
  CHECK(gone.result == -EPIPE);
  CHECK(fine.times_told == 0);
  CHECK(fine.read() == "event");
}

TEST_CASE("A queue that nobody enabled is never open") {
  send_queue queue;
  const send_queue::turn now(queue);
  CHECK_FALSE(queue.is_open());
}
