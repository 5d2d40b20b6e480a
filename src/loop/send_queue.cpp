#include "loop/send_queue.hpp"

#include <cerrno>
#include <system_error>

#include <liburing.h>
#include <sys/socket.h>

namespace sluice::loop {
namespace {

std::string describe(int error) {
  return "io_uring: " + std::generic_category().message(error);
}

// A filter may allow that a ring is made and forbid that it is used.
int try_nothing(io_uring& ring) {
  io_uring_prep_nop(io_uring_get_sqe(&ring));
  const int submitted = io_uring_submit_and_wait(&ring, 1);
  if (submitted < 0) return submitted;
  io_uring_cq_advance(&ring, 1);
  return 0;
}

bool is_passing(int error) {
  return error == EINTR || error == EAGAIN || error == EBUSY;
}

}  // namespace

void send_queue::ring_end::operator()(io_uring* what) const {
  io_uring_queue_exit(what);
  delete what;
}

send_queue::send_queue() = default;
send_queue::~send_queue() = default;

void send_queue::try_enable() {
  auto made = std::make_unique<io_uring>();
  io_uring_params found{};
  int result = io_uring_queue_init_params(sends_a_call, made.get(), &found);
  if (result == 0) {
    ring_.reset(made.release());
    result = try_nothing(*ring_);
  }
  // Since Linux 5.12: before, a send that finds no room may wait in spite of MSG_DONTWAIT.
  if (result == 0 && (found.features & IORING_FEAT_NATIVE_WORKERS) == 0) result = -ENOSYS;
  if (result != 0) give_up(-result);
}

void send_queue::send(int socket, std::string_view bytes, void* whom, short_send tell) {
  if (queued_ == sends_a_call) flush();
  if (!is_open_) return tell(whom, bytes, -EAGAIN);
  // There is one for each: the ring has as many entries.
  io_uring_sqe* const next = io_uring_get_sqe(ring_.get());
  io_uring_prep_send(next, socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  next->user_data = queued_;
  entries_[queued_++] = {bytes, whom, tell};
}

void send_queue::flush() {
  std::size_t over = 0;
  while (over < queued_) {
    const auto left = static_cast<unsigned>(queued_ - over);
    const int result = io_uring_submit_and_wait(ring_.get(), left);
    over += take_results();
    if (result < 0 && !is_passing(-result)) {
      give_up(-result);
      break;
    }
  }
  queued_ = 0;
}

std::size_t send_queue::take_results() {
  io_uring_cqe* found = nullptr;
  unsigned head = 0;
  unsigned count = 0;
  io_uring_for_each_cqe(ring_.get(), head, found) {
    ++count;
    entry& of = entries_[found->user_data];
    const bool is_whole =
        found->res >= 0 && static_cast<std::size_t>(found->res) == of.bytes.size();
    if (!is_whole) of.tell(of.whom, of.bytes, found->res);
    of.tell = nullptr;
  }
  io_uring_cq_advance(ring_.get(), count);
  return count;
}

// Of those without a result nobody knows what was sent, so their connections are at an end.
void send_queue::give_up(int error) {
  why_not_ = describe(error);
  ring_.reset();
  is_open_ = false;
  for (std::size_t i = 0; i < queued_; ++i) {
    if (entries_[i].tell) entries_[i].tell(entries_[i].whom, entries_[i].bytes, -EIO);
  }
}

}  // namespace sluice::loop
