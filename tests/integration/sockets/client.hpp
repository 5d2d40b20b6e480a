// The client's side of a listening socket, down to the error number.
#pragma once

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace sluice::test {

/// One try to connect, without waiting.
class client final {
 public:
  explicit client(const std::string& path) : client(family{AF_UNIX}) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    connect(&address, sizeof address);
  }
  /// To the address `descriptor` is bound to, of whatever family.
  explicit client(int descriptor) : client(family_of(descriptor)) {
    sockaddr_storage address{};
    socklen_t size_bytes = sizeof address;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size_bytes);
    connect(&address, size_bytes);
  }
  ~client() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  client(client&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)), error_(other.error_) {}
  client& operator=(client&&) = delete;

  bool is_connected() const { return error_ == 0; }
  /// errno of the try, 0 when it connected.
  int error() const { return error_; }
  int descriptor() const { return descriptor_; }

  /// The process that called listen on the other end; unix sockets only.
  pid_t listener() const {
    ucred other{};
    socklen_t size_bytes = sizeof other;
    ::getsockopt(descriptor_, SOL_SOCKET, SO_PEERCRED, &other, &size_bytes);
    return other.pid;
  }

 private:
  struct family {
    int number;
  };
  explicit client(family of)
      : descriptor_(::socket(of.number, SOCK_STREAM | SOCK_CLOEXEC | socket_mode(of.number), 0)) {}

  // Over loopback a TCP connect completes at once; a unix one must not wait for a full queue.
  static int socket_mode(int number) { return number == AF_UNIX ? SOCK_NONBLOCK : 0; }

  static family family_of(int descriptor) {
    sockaddr_storage address{};
    socklen_t size_bytes = sizeof address;
    ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size_bytes);
    return {address.ss_family};
  }

  void connect(const void* address, socklen_t size_bytes) {
    error_ =
        ::connect(descriptor_, static_cast<const sockaddr*>(address), size_bytes) == 0 ? 0 : errno;
  }

  int descriptor_;
  int error_ = 0;
};

/// Connects until one is refused or `limit` are connected; returns how many are.
inline std::size_t count_connects(const std::string& path, std::size_t limit) {
  std::vector<client> open;
  while (open.size() < limit) {
    client next(path);
    if (!next.is_connected()) break;
    open.push_back(std::move(next));
  }
  return open.size();
}

/// lstat's view of a file; all zero when there is none.
inline struct stat file_at(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return {};
  return info;
}

inline bool exists(const std::string& path) {
  return file_at(path).st_ino != 0;
}

inline mode_t mode_of(const std::string& path) {
  return file_at(path).st_mode & 07777;
}

}  // namespace sluice::test
