#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct io_uring;

namespace sluice::bench {

/// Sends the same bytes to many sockets by one io_uring, some hundreds in a system call. One
/// thread.
class send_ring final {
 public:
  /// `words` are any of these, with commas between: "skip" asks for no completion where all went
  /// well, "fixed" registers the sockets, "defer" promises the kernel one thread, "poll" lets a
  /// thread of the kernel do the sends. Throws std::runtime_error where the kernel or a container
  /// forbids it, or liburing was not there at build time.
  explicit send_ring(const std::string& words);
  ~send_ring();
  send_ring(const send_ring&) = delete;
  send_ring& operator=(const send_ring&) = delete;

  /// A socket that will be sent to, until `forget`.
  void know(int socket);
  void forget(int socket);

  /// Learns what send(2) would have returned, or an error's number below 0, where it is not all.
  using on_short = std::function<void(int socket, int sent)>;
  /// `bytes` stay valid until `finish` returns.
  void send(int socket, std::string_view bytes, const on_short& tell);
  /// Complete when all has been sent or told.
  void finish(const on_short& tell);

 private:
  void flush(const on_short& tell);

  bool skips_ = false;
  bool is_fixed_ = false;
  bool is_polled_ = false;
  std::unique_ptr<io_uring> ring_;
  unsigned queued_ = 0;
  unsigned open_ = 0;  // sends whose completion is due
  std::size_t bytes_ = 0;
};

}  // namespace sluice::bench
