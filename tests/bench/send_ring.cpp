#include "bench/send_ring.hpp"

#include <cerrno>
#include <system_error>

#include <liburing.h>
#include <sys/socket.h>

namespace sluice::bench {
namespace {

// Sends in one system call. More than that gains nothing, and the entries stay in the cache.
constexpr unsigned sends_a_call = 256;
// How long the kernel's thread looks for more before it sleeps.
constexpr unsigned poll_milliseconds = 1;
constexpr unsigned most_sockets = 16 * 1024;

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(-result, std::generic_category(), what);
}

}  // namespace

send_ring::send_ring(const std::string& words) : ring_(std::make_unique<io_uring>()) {
  const auto has = [&](const char* word) { return words.find(word) != std::string::npos; };
  skips_ = has("skip");
  is_fixed_ = has("fixed");
  is_polled_ = has("poll");
  io_uring_params how{};
  if (has("defer")) {
    how.flags |=
        IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN | IORING_SETUP_DEFER_TASKRUN;
  }
  if (is_polled_) {
    how.flags |= IORING_SETUP_SQPOLL;
    how.sq_thread_idle = poll_milliseconds;
  }
  check(io_uring_queue_init_params(sends_a_call, ring_.get(), &how), "io_uring_setup");
  if (is_fixed_)
    check(io_uring_register_files_sparse(ring_.get(), most_sockets), "io_uring_register");
}

send_ring::~send_ring() {
  io_uring_queue_exit(ring_.get());
}

void send_ring::know(int socket) {
  if (is_fixed_) {
    check(io_uring_register_files_update(ring_.get(), static_cast<unsigned>(socket), &socket, 1),
          "io_uring_register");
  }
}

void send_ring::forget(int socket) {
  int none = -1;
  if (is_fixed_)
    io_uring_register_files_update(ring_.get(), static_cast<unsigned>(socket), &none, 1);
}

void send_ring::send(int socket, std::string_view bytes, const on_short& tell) {
  io_uring_sqe* const entry = io_uring_get_sqe(ring_.get());
  // With MSG_WAITALL less than everything is a failure, of which "skip" lets the kernel tell.
  io_uring_prep_send(entry, socket, bytes.data(), bytes.size(),
                     MSG_NOSIGNAL | MSG_DONTWAIT | (skips_ ? MSG_WAITALL : 0));
  entry->flags = static_cast<__u8>((skips_ ? IOSQE_CQE_SKIP_SUCCESS : 0u) |
                                   (is_fixed_ ? IOSQE_FIXED_FILE : 0u));
  entry->user_data = static_cast<__u64>(socket);
  bytes_ = bytes.size();
  if (++queued_ == sends_a_call) flush(tell);
}

void send_ring::finish(const on_short& tell) {
  flush(tell);
}

void send_ring::flush(const on_short& tell) {
  if (queued_ == 0) return;
  if (skips_) {
    // None of them may wait, so all are over when the kernel has taken the entries.
    io_uring_submit(ring_.get());
    if (is_polled_) {
      while (io_uring_sq_ready(ring_.get()) > 0) io_uring_sqring_wait(ring_.get());
    }
  } else {
    open_ += queued_;
    io_uring_submit_and_wait(ring_.get(), open_);
  }
  queued_ = 0;
  for (;;) {
    io_uring_cqe* found = nullptr;
    unsigned head = 0;
    unsigned count = 0;
    io_uring_for_each_cqe(ring_.get(), head, found) {
      ++count;
      if (static_cast<std::size_t>(found->res) == bytes_ && found->res >= 0) continue;
      tell(static_cast<int>(found->user_data), found->res);
    }
    io_uring_cq_advance(ring_.get(), count);
    if (skips_) return;
    open_ -= count;
    if (open_ == 0) return;
    io_uring_cqe* next = nullptr;
    io_uring_wait_cqe(ring_.get(), &next);
  }
}

}  // namespace sluice::bench
