#include "loop/unix_listener.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.hpp"
#include "loop/socket_call.hpp"

namespace sluice::loop {
namespace {

// A starting worker holds the folder's lock for less than a millisecond. Whoever holds it for
// seconds does not give it up, and the worker says so instead of hanging.
constexpr std::chrono::seconds longest_lock_wait{5};
constexpr int lock_pause_milliseconds = 10;

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
    if (errno != EACCES) return socket_failure(reached, "look up");
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
result<descriptor> lock_folder(const std::string& folder) {
  descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened.is_open()) return socket_failure(folder, "open");
  const time_point deadline = clock::now() + longest_lock_wait;
  while (::flock(opened.number(), LOCK_EX | LOCK_NB) != 0) {
    if ((errno != EWOULDBLOCK && errno != EINTR) || clock::now() >= deadline) {
      return socket_failure(folder, "lock (flock, held by another process)");
    }
    ::poll(nullptr, 0, lock_pause_milliseconds);
  }
  return opened;
}

// Only a refused connection says that nobody listens: a full queue (EAGAIN) is a live worker, and
// so is a socket of another type (EPROTOTYPE).
result<> check_dead(const std::string& path, const sockaddr_un& address) {
  const descriptor probe(new_stream_socket(AF_UNIX));
  if (!probe.is_open()) return socket_failure(path, "socket");
  if (::connect(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
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
    return socket_failure(path, "look up");
  }
  if (S_ISLNK(info.st_mode)) return failure{errc::socket_path_is_symlink, path};
  if (S_ISDIR(info.st_mode)) return failure{errc::socket_path_is_folder, path};
  if (!S_ISSOCK(info.st_mode)) return failure{errc::socket_path_taken_by_file, path};
  if (auto dead = check_dead(path, address); !dead) return dead.error();
  if (::unlink(path.c_str()) != 0) return socket_failure(path, "remove the dead socket");
  return {};
}

// The steps from a path to a listening socket.
class unix_binding final {
 public:
  unix_binding(const std::string& path, const listen_options& options)
      : path_(path), options_(options) {}

  result<unix_listener> run() {
    // What can be wrong without touching the path comes first.
    auto address = unix_address(path_);
    if (!address) return address.error();
    auto group = find_group(options_.group);
    if (!group) return group.error();
    const std::string folder = folder_of(path_);
    if (auto fine = check_folder(folder); !fine) return fine.error();
    // Two workers that start at once take turns, so that the second finds the first listening and
    // not merely bound, which looks dead.
    const auto lock = lock_folder(folder);
    if (!lock) return lock.error();
    if (auto fine = remove_stale(path_, *address); !fine) return fine.error();
    return bind(*address, *group);
  }

 private:
  result<unix_listener> bind(const sockaddr_un& address, gid_t group) {
    descriptor made(new_stream_socket(AF_UNIX));
    if (!made.is_open()) return socket_failure(path_, "socket");
    if (::bind(made.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      if (errno == EADDRINUSE) return failure{errc::socket_in_use, path_};
      return socket_failure(path_, "bind");
    }
    // Through a descriptor of the file itself: who may write in the folder could put another file
    // in its place, and have it opened to the group.
    const descriptor file(::open(path_.c_str(), O_PATH | O_NOFOLLOW | O_CLOEXEC));
    struct stat info;
    if (!file.is_open() || ::fstat(file.number(), &info) != 0) return socket_failure(path_, "open");
    if (!S_ISSOCK(info.st_mode)) return failure{errc::socket_path_taken_by_file, path_};
    std::error_code unknown;  // leaves no path, so that nothing is removed
    const std::string absolute = std::filesystem::absolute(path_, unknown).string();
    // From here on the file is removed again when a step fails.
    unix_listener bound(std::move(made), socket_file(absolute, info.st_dev, info.st_ino), path_);
    if (auto fine = open_to_group(file.number(), group); !fine) return fine.error();
    if (start_listening(bound.descriptor(), options_.backlog) != 0) {
      return socket_failure(path_, "listen");
    }
    return bound;
  }

  // Before listen, and so before any connect can succeed: until then each is refused, whatever mode
  // the umask or the folder's default ACL gave the file.
  result<> open_to_group(int file, gid_t group) {
    if (::fchownat(file, "", static_cast<uid_t>(-1), group, AT_EMPTY_PATH) != 0) {
      return socket_failure(path_, "give it to the group " + options_.group +
                                       " (only root may, and the group's members)");
    }
    // fchmod(2) refuses a descriptor opened with O_PATH; its name in /proc works.
    if (::chmod(("/proc/self/fd/" + std::to_string(file)).c_str(), options_.mode) != 0) {
      return socket_failure(path_, "set its mode");
    }
    return {};
  }

  const std::string& path_;
  const listen_options& options_;
};

}  // namespace

result<unix_listener> try_listen_unix(const std::string& path, const listen_options& options) {
  return unix_binding(path, options).run();
}

}  // namespace sluice::loop
