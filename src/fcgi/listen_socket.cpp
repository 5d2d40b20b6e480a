#include "fcgi/listen_socket.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.hpp"

namespace sluice::fcgi {
namespace {

// A starting worker holds the folder's lock for less than a millisecond. Whoever holds it for
// seconds does not give it up, and the worker says so instead of hanging.
constexpr std::chrono::seconds longest_lock_wait{5};
constexpr int lock_pause_milliseconds = 10;

failure system_failure(const std::string& subject, const std::string& doing) {
  return {errc::socket_call_failed, subject + ": " + doing + ": " + std::strerror(errno)};
}

class descriptor_guard final {
 public:
  explicit descriptor_guard(int descriptor) : descriptor_(descriptor) {}
  ~descriptor_guard() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  descriptor_guard(const descriptor_guard&) = delete;
  descriptor_guard& operator=(const descriptor_guard&) = delete;

  int get() const { return descriptor_; }
  int release() { return std::exchange(descriptor_, -1); }

 private:
  int descriptor_;
};

int new_socket(int family) {
  return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

int start_listening(int descriptor, std::size_t backlog) {
  return ::listen(descriptor, static_cast<int>(std::min<std::size_t>(backlog, INT_MAX)));
}

std::string internet_name(const sockaddr_storage& address, socklen_t size_bytes) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  if (::getnameinfo(reinterpret_cast<const sockaddr*>(&address), size_bytes, host.data(),
                    host.size(), port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "an unknown address";
  }
  const std::string digits(host.data());
  return (address.ss_family == AF_INET6 ? "[" + digits + "]" : digits) + ":" + port.data();
}

std::string unix_name(const sockaddr_storage& address, socklen_t size_bytes) {
  const auto& local = reinterpret_cast<const sockaddr_un&>(address);
  const std::size_t path_bytes = size_bytes - offsetof(sockaddr_un, sun_path);
  if (path_bytes == 0) return "an unnamed socket";
  // unix(7): a name without a file starts with NUL and is written with @.
  if (local.sun_path[0] == '\0') return "@" + std::string(local.sun_path + 1, path_bytes - 1);
  return std::string(local.sun_path, ::strnlen(local.sun_path, path_bytes));
}

std::string local_name(int descriptor) {
  sockaddr_storage address{};
  socklen_t size_bytes = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size_bytes) != 0) {
    return "an unknown address";
  }
  return address.ss_family == AF_UNIX ? unix_name(address, size_bytes)
                                      : internet_name(address, size_bytes);
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

// (gid_t)-1 leaves the group, see chown(2).
result<gid_t> find_group(const std::string& name) {
  if (name.empty()) return static_cast<gid_t>(-1);
  if (const group* const found = ::getgrnam(name.c_str())) return found->gr_gid;
  return failure{errc::socket_group_unknown, name};
}

result<sockaddr_un> unix_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return failure{errc::socket_path_too_long, path + ": " + std::to_string(path.size()) +
                                                   " bytes, the system allows " +
                                                   std::to_string(sizeof address.sun_path - 1)};
  }
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

// Names the folder on the way that is in the way, which need not be the last one.
result<> check_folder(const std::string& folder) {
  const std::string user = "user " + std::to_string(::geteuid());
  std::filesystem::path reached;
  for (const auto& name : std::filesystem::path(folder)) {
    const std::filesystem::path before = std::exchange(reached, reached / name);
    struct stat info;
    if (::stat(reached.c_str(), &info) == 0) {
      if (S_ISDIR(info.st_mode)) continue;
      errno = ENOTDIR;
    }
    if (errno == ENOENT) {
      return failure{errc::socket_folder_missing,
                     reached.string() + " (create it, or let systemd: RuntimeDirectory=)"};
    }
    if (errno != EACCES) return system_failure(reached, "look up");
    return failure{errc::socket_folder_denied,
                   before.string() + ": " + user + " needs search permission (chmod +x)"};
  }
  if (::faccessat(AT_FDCWD, folder.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) == 0) return {};
  if (errno == EROFS) {
    return failure{errc::socket_folder_denied,
                   folder +
                       ": the file system is read-only here (systemd: RuntimeDirectory= or "
                       "ReadWritePaths=)"};
  }
  return failure{errc::socket_folder_denied,
                 folder + ": " + user + " needs to read, write and search it (chown or chmod)"};
}

// The lock goes with the descriptor. flock(2) has no time limit of its own.
result<int> lock_folder(const std::string& folder) {
  descriptor_guard opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) return system_failure(folder, "open");
  const time_point deadline = clock::now() + longest_lock_wait;
  while (::flock(opened.get(), LOCK_EX | LOCK_NB) != 0) {
    if ((errno != EWOULDBLOCK && errno != EINTR) || clock::now() >= deadline) {
      return system_failure(folder, "lock (flock, held by another process)");
    }
    ::poll(nullptr, 0, lock_pause_milliseconds);
  }
  return opened.release();
}

// Only a refused connection says that nobody listens: a full queue (EAGAIN) is a live worker, and
// so is a socket of another type (EPROTOTYPE).
result<> check_dead(const std::string& path, const sockaddr_un& address) {
  const descriptor_guard probe(new_socket(AF_UNIX));
  if (probe.get() < 0) return system_failure(path, "socket");
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
      errno == EAGAIN || errno == EPROTOTYPE) {
    return failure{errc::socket_in_use, path};
  }
  if (errno == ECONNREFUSED) return {};
  return failure{errc::socket_state_unknown, path + ": " + std::strerror(errno)};
}

// Makes room for a new socket file; the folder is locked meanwhile.
result<> remove_stale(const std::string& path, const sockaddr_un& address) {
  struct stat info;
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return {};
    return system_failure(path, "look up");
  }
  if (S_ISLNK(info.st_mode)) return failure{errc::socket_path_is_symlink, path};
  if (S_ISDIR(info.st_mode)) return failure{errc::socket_path_is_folder, path};
  if (!S_ISSOCK(info.st_mode)) return failure{errc::socket_path_taken_by_file, path};
  if (auto dead = check_dead(path, address); !dead) return dead.error();
  if (::unlink(path.c_str()) != 0) return system_failure(path, "remove the dead socket");
  return {};
}

}  // namespace

/// The steps from a path to a listening unix socket.
class unix_binding final {
 public:
  unix_binding(const std::string& path, const listen_options& options)
      : path_(path), options_(options) {}

  result<listen_socket> run() {
    // What can be wrong without touching the path comes first.
    auto address = unix_address(path_);
    if (!address) return address.error();
    auto group = find_group(options_.group);
    if (!group) return group.error();
    const std::string folder = folder_of(path_);
    if (auto fine = check_folder(folder); !fine) return fine.error();
    // Two workers that start at once take turns, so that the second finds the first listening and
    // not merely bound, which looks dead.
    auto locked = lock_folder(folder);
    if (!locked) return locked.error();
    const descriptor_guard lock(*locked);
    if (auto fine = remove_stale(path_, *address); !fine) return fine.error();
    return bind(*address, *group);
  }

 private:
  result<listen_socket> bind(const sockaddr_un& address, gid_t group) {
    descriptor_guard made(new_socket(AF_UNIX));
    if (made.get() < 0) return system_failure(path_, "socket");
    if (::bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      if (errno == EADDRINUSE) return failure{errc::socket_in_use, path_};
      return system_failure(path_, "bind");
    }
    // Through a descriptor of the file itself: who may write in the folder could put another file
    // in its place, and have it opened to the group.
    const descriptor_guard file(::open(path_.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat info;
    if (file.get() < 0 || ::fstat(file.get(), &info) != 0) return system_failure(path_, "open");
    if (!S_ISSOCK(info.st_mode)) return failure{errc::socket_path_taken_by_file, path_};
    std::error_code unknown;  // leaves no path, so that nothing is removed
    const std::string absolute = std::filesystem::absolute(path_, unknown).string();
    // From here on the file is removed again when a step fails.
    listen_socket bound(made.release(), path_,
                        listen_socket::file{absolute, info.st_dev, info.st_ino});
    if (auto fine = open_to_group(file.get(), group); !fine) return fine.error();
    if (start_listening(bound.descriptor(), options_.backlog) != 0) {
      return system_failure(path_, "listen");
    }
    return bound;
  }

  // Before listen, and so before any connect can succeed: until then each is refused, whatever mode
  // the umask or the folder's default ACL gave the file.
  result<> open_to_group(int file, gid_t group) {
    if (::fchownat(file, "", static_cast<uid_t>(-1), group, AT_EMPTY_PATH) != 0) {
      return system_failure(path_, "give it to the group " + options_.group +
                                       " (only root may, and the group's members)");
    }
    // fchmod(2) refuses a descriptor opened with O_PATH; its name in /proc works.
    if (::chmod(("/proc/self/fd/" + std::to_string(file)).c_str(), options_.mode) != 0) {
      return system_failure(path_, "set its mode");
    }
    return {};
  }

  const std::string& path_;
  const listen_options& options_;
};

namespace {

using address_list = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

struct host_and_port {
  std::string host;
  std::string port;
};

result<host_and_port> split_address(const std::string& address) {
  const failure malformed{errc::socket_address_malformed, address};
  // The colons of IPv6 need brackets: ::1:9000 is itself an address.
  const bool in_brackets = address.starts_with('[');
  const std::size_t colon = in_brackets ? address.find("]:") + 1 : address.find(':');
  if (colon == 0 || colon == std::string::npos) return malformed;
  const std::string port = address.substr(colon + 1);
  // getaddrinfo(3) cuts a larger port to 16 bits.
  std::uint16_t number = 0;
  const auto parsed = std::from_chars(port.data(), port.data() + port.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != port.data() + port.size()) return malformed;
  host_and_port parts{in_brackets ? address.substr(1, colon - 2) : address.substr(0, colon), port};
  if (parts.host.empty()) return malformed;
  return parts;
}

result<address_list> resolve(const std::string& address) {
  auto parts = split_address(address);
  if (!parts) return parts.error();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(parts->host.c_str(), parts->port.c_str(), &hints, &found);
  if (error == 0) return address_list(found, &::freeaddrinfo);
  return failure{errc::socket_host_unknown, address + ": " + ::gai_strerror(error)};
}

result<int> listen_at(const addrinfo& where, const std::string& address, std::size_t backlog) {
  descriptor_guard made(new_socket(where.ai_family));
  if (made.get() < 0) return system_failure(address, "socket");
  // A restart must not wait for the connections of the one before (TIME_WAIT, about a minute).
  const int on = 1;
  ::setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (where.ai_family == AF_INET6) {
    ::setsockopt(made.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  }
  // With SO_REUSEADDR two may bind before either listens; then the second's listen fails.
  if (::bind(made.get(), where.ai_addr, where.ai_addrlen) != 0 ||
      start_listening(made.get(), backlog) != 0) {
    if (errno == EADDRINUSE) return failure{errc::socket_in_use, address};
    return system_failure(address, "listen");
  }
  return made.release();
}

result<int> listen_tcp(const std::string& address, std::size_t backlog) {
  auto found = resolve(address);
  if (!found) return found.error();
  const addrinfo* where = found->get();
  auto made = listen_at(*where, address, backlog);
  while (!made && made.error().code == errc::socket_call_failed && where->ai_next) {
    where = where->ai_next;
    made = listen_at(*where, address, backlog);
  }
  return made;
}

}  // namespace

listen_socket::listen_socket(int descriptor, std::string name, std::optional<file> made)
    : descriptor_(descriptor), name_(std::move(name)), file_(std::move(made)) {}

listen_socket listen_socket::adopt(int descriptor, const std::string& origin) {
  return listen_socket(descriptor, local_name(descriptor) + " (" + origin + ")", std::nullopt);
}

listen_socket::listen_socket(listen_socket&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      name_(std::move(other.name_)),
      file_(std::exchange(other.file_, std::nullopt)) {}

listen_socket& listen_socket::operator=(listen_socket&& other) noexcept {
  if (this == &other) return *this;
  close();
  descriptor_ = std::exchange(other.descriptor_, -1);
  name_ = std::move(other.name_);
  file_ = std::exchange(other.file_, std::nullopt);
  return *this;
}

listen_socket::~listen_socket() {
  close();
}

// The file goes first: while the descriptor is open nobody takes the path over, and no other file
// gets this inode.
void listen_socket::close() {
  if (descriptor_ < 0) return;
  struct stat info;
  if (file_ && ::lstat(file_->path.c_str(), &info) == 0 && info.st_dev == file_->device &&
      info.st_ino == file_->inode) {
    ::unlink(file_->path.c_str());
  }
  ::close(std::exchange(descriptor_, -1));
}

result<listen_socket> try_listen(const std::string& address, const listen_options& options) {
  // nginx's own way to write a socket's path, and so a likely slip.
  if (address.starts_with("unix:")) {
    return failure{errc::socket_address_malformed, address + " (leave out \"unix:\")"};
  }
  if (address.find('/') != std::string::npos) return unix_binding(address, options).run();
  auto made = listen_tcp(address, options.backlog);
  if (!made) return made.error();
  return listen_socket(*made, local_name(*made), std::nullopt);
}

std::size_t effective_backlog(std::size_t asked) {
  std::ifstream file("/proc/sys/net/core/somaxconn");
  std::size_t limit = 0;
  return file >> limit ? std::min(limit, asked) : asked;
}

}  // namespace sluice::fcgi
