#include "loop/poller.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <system_error>

namespace sluice::loop {
namespace {

// As epoll_wait(2) wants it: never short of `until`, up to a millisecond beyond.
int milliseconds_until(time_point until) {
  constexpr int forever = -1;
  if (until == time_point::max()) return forever;
  if (until == time_point::min()) return 0;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

}  // namespace

poller::poller() : epoll_(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1"), round_(round_events) {}

void poller::watch(int descriptor, std::uint32_t events, ready_handler& whom) {
  epoll_event entry{};
  entry.events = events;
  entry.data.ptr = &whom;
  if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, descriptor, &entry) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl add");
  }
}

void poller::change(int descriptor, std::uint32_t events, ready_handler& whom) {
  epoll_event entry{};
  entry.events = events;
  entry.data.ptr = &whom;
  if (::epoll_ctl(epoll_.number(), EPOLL_CTL_MOD, descriptor, &entry) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl mod");
  }
}

void poller::forget(int descriptor, ready_handler& whom) {
  ::epoll_ctl(epoll_.number(), EPOLL_CTL_DEL, descriptor, nullptr);
  for (std::size_t i = at_; i < found_; ++i) {
    if (round_[i].data.ptr == &whom) round_[i].data.ptr = nullptr;
  }
}

std::size_t poller::run_round(time_point until) {
  const int count = ::epoll_wait(epoll_.number(), round_.data(), static_cast<int>(round_.size()),
                                 milliseconds_until(until));
  const std::size_t ready = count > 0 ? static_cast<std::size_t>(count) : 0;
  found_ = ready;
  for (at_ = 0; at_ < found_;) {
    const epoll_event entry = round_[at_++];
    if (entry.data.ptr) static_cast<ready_handler*>(entry.data.ptr)->on_ready(entry.events);
  }
  found_ = at_ = 0;
  return ready;
}

}  // namespace sluice::loop
