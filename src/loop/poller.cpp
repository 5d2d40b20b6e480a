#include "loop/poller.hpp"

#include <cerrno>
#include <system_error>

#include <unistd.h>

namespace sluice::loop {
namespace {

int create_epoll() {
  const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  return descriptor;
}

}  // namespace

poller::poller(boost::asio::io_context& context)
    : epoll_(context, create_epoll()), round_(round_events) {
  wait();
}

void poller::watch(int descriptor, std::uint32_t events, ready_handler& whom) {
  epoll_event entry{};
  entry.events = events;
  entry.data.ptr = &whom;
  if (::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, descriptor, &entry) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl add");
  }
}

void poller::change(int descriptor, std::uint32_t events, ready_handler& whom) {
  epoll_event entry{};
  entry.events = events;
  entry.data.ptr = &whom;
  if (::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_MOD, descriptor, &entry) != 0) {
    throw std::system_error(errno, std::generic_category(), "epoll_ctl mod");
  }
}

void poller::forget(int descriptor, ready_handler& whom) {
  ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, descriptor, nullptr);
  for (std::size_t i = at_; i < found_; ++i) {
    if (round_[i].data.ptr == &whom) round_[i].data.ptr = nullptr;
  }
}

void poller::wait() {
  epoll_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                    [this](boost::system::error_code error) {
                      if (!error) on_round();
                    });
}

void poller::on_round() {
  const int count =
      ::epoll_wait(epoll_.native_handle(), round_.data(), static_cast<int>(round_.size()), 0);
  found_ = count > 0 ? static_cast<std::size_t>(count) : 0;
  for (at_ = 0; at_ < found_;) {
    const epoll_event entry = round_[at_++];
    if (entry.data.ptr) static_cast<ready_handler*>(entry.data.ptr)->on_ready(entry.events);
  }
  found_ = at_ = 0;
  wait();
}

}  // namespace sluice::loop
