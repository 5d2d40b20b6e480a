#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <sys/types.h>

struct io_uring;

namespace sluice::loop {

/// Learns what became of a queued send that did not take all of `bytes`: `result` is how many it
/// took, or an error's number below zero, EAGAIN where there was no room.
using short_send = void (*)(void* whom, std::string_view bytes, ssize_t result);

/// The sends of one walk over many sockets, some hundreds to a system call by io_uring(7). One
/// thread. It is closed but for `turn`s, and stays so where the kernel, a container or a service's
/// filter forbids io_uring, or the program was built without liburing: who would queue then sends
/// by itself.
class send_queue final {
 public:
  send_queue();
  ~send_queue();
  send_queue(const send_queue&) = delete;
  send_queue& operator=(const send_queue&) = delete;

  /// Has turns open the queue from now on, if that can be had.
  void try_enable();
  bool is_enabled() const { return ring_ != nullptr; }
  /// Why it is not enabled, for people. Empty when nobody tried or it is.
  const std::string& why_not() const { return why_not_; }

  /// While one exists the queue is open; when it goes, all sends are over and told of.
  class turn final {
   public:
    explicit turn(send_queue& in) : in_(in) { in_.is_open_ = in_.is_enabled(); }
    ~turn() {
      in_.flush();
      in_.is_open_ = false;
    }
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;

   private:
    send_queue& in_;
  };

  bool is_open() const { return is_open_; }
  /// Sends without waiting for room. `bytes` and `whom` stay until the turn is over; `tell` may be
  /// called before. Only while open, and once for a socket in a turn.
  void send(int socket, std::string_view bytes, void* whom, short_send tell);

 private:
  struct ring_end {
    void operator()(io_uring* what) const;
  };
  struct entry {
    std::string_view bytes;
    void* whom;
    short_send tell;
  };
  // More in a system call gain nothing, and these stay in the cache.
  static constexpr std::size_t sends_a_call = 256;

  void flush();
  std::size_t take_results();
  void give_up(int error);

  std::unique_ptr<io_uring, ring_end> ring_;
  std::string why_not_;
  bool is_open_ = false;
  std::size_t queued_ = 0;
  std::array<entry, sends_a_call> entries_;
};

}  // namespace sluice::loop
