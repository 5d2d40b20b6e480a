#include "bench/ready_set.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include <sys/epoll.h>

namespace sluice::bench {
namespace {

// A turn is short enough that whoever waits for its end, such as a count, does not wait long.
constexpr int most_a_turn = 512;

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

ready_set::ready_set() : epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.is_open()) fail("epoll_create1");
}

void ready_set::add(int descriptor, ready_listener& to) {
  epoll_event entry{};
  entry.events = EPOLLIN | EPOLLRDHUP;
  entry.data.ptr = &to;
  if (epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &entry) != 0) fail("epoll_ctl");
}

void ready_set::remove(int descriptor) {
  epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, descriptor, nullptr);
}

bool ready_set::turn(test::time_point deadline) {
  std::array<epoll_event, most_a_turn> found;
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(deadline - test::clock::now()).count();
  const int count = epoll_wait(epoll_.number(), found.data(), most_a_turn,
                               static_cast<int>(std::max<long>(left, 0)));
  if (count < 0 && errno != EINTR) fail("epoll_wait");
  for (int i = 0; i < count; ++i) {
    static_cast<ready_listener*>(found[static_cast<std::size_t>(i)].data.ptr)->on_ready();
  }
  return count != 0;
}

}  // namespace sluice::bench
