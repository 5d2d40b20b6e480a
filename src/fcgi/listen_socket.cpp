#include "fcgi/listen_socket.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace sluice::fcgi {
namespace {

failure system_failure(const std::string& subject, const char* call) {
  return {errc::socket_call_failed, subject + ": " + call + ": " + std::strerror(errno)};
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

class umask_guard final {
 public:
  explicit umask_guard(mode_t mask) : before_(::umask(mask)) {}
  ~umask_guard() { ::umask(before_); }
  umask_guard(const umask_guard&) = delete;
  umask_guard& operator=(const umask_guard&) = delete;

 private:
  mode_t before_;
};

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

result<gid_t> find_group(const std::string& name) {
  std::vector<char> buffer(16 * 1024);  // getgrnam_r(3): a group's members must fit
  group entry;
  group* found = nullptr;
  const int error = ::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found);
  if (error == 0 && found) return found->gr_gid;
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

int new_socket(int family) {
  return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

// Only a refused connection says that nobody listens: a full queue (EAGAIN) is a live worker.
bool is_stale(const sockaddr_un& address) {
  const descriptor_guard probe(new_socket(AF_UNIX));
  return probe.get() >= 0 &&
         ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
         errno == ECONNREFUSED;
}

// Makes room for a new socket file; the folder is locked meanwhile.
result<> remove_stale(const std::string& path, const sockaddr_un& address) {
  struct stat info;
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return {};
    return system_failure(path, "lstat");
  }
  if (S_ISLNK(info.st_mode)) return failure{errc::socket_path_is_symlink, path};
  if (!S_ISSOCK(info.st_mode)) return failure{errc::socket_path_taken_by_file, path};
  if (!is_stale(address)) return failure{errc::socket_in_use, path};
  if (::unlink(path.c_str()) != 0) return system_failure(path, "unlink");
  return {};
}

result<> check_folder(const std::string& folder) {
  struct stat info;
  if (::stat(folder.c_str(), &info) != 0) {
    return failure{errc::socket_call_failed, "the folder " + folder + ": " + std::strerror(errno) +
                                                 "; create it, or use systemd's RuntimeDirectory"};
  }
  if (!S_ISDIR(info.st_mode)) {
    return failure{errc::socket_call_failed, folder + " is not a folder"};
  }
  return {};
}

}  // namespace

/// The steps from a path to a listening unix socket.
class unix_binding final {
 public:
  unix_binding(const std::string& path, const listen_options& options)
      : path_(path), options_(options) {}

  result<listen_socket> run() {
    auto address = unix_address(path_);
    if (!address) return address.error();
    const std::string folder = folder_of(path_);
    if (auto fine = check_folder(folder); !fine) return fine.error();
    // Two workers that start at once take turns, so that the second finds the first listening.
    const descriptor_guard lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (lock.get() < 0 || ::flock(lock.get(), LOCK_EX) != 0) return system_failure(folder, "lock");
    if (auto fine = remove_stale(path_, *address); !fine) return fine.error();
    return bind(*address);
  }

 private:
  result<listen_socket> bind(const sockaddr_un& address) {
    descriptor_guard made(new_socket(AF_UNIX));
    if (made.get() < 0) return system_failure(path_, "socket");
    {
      const umask_guard exact_mode(~options_.mode & 0777);
      if (::bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return system_failure(path_, "bind");
      }
    }
    struct stat info;
    if (::lstat(path_.c_str(), &info) != 0) return system_failure(path_, "lstat");
    // From here on the file is removed again when a step fails.
    listen_socket bound(made.release(), path_,
                        listen_socket::file_identity{info.st_dev, info.st_ino});
    if (auto fine = give_to_group(); !fine) return fine.error();
    if (::listen(bound.descriptor(), static_cast<int>(options_.backlog)) != 0) {
      return system_failure(path_, "listen");
    }
    return bound;
  }

  // Before listen: until then every connect is refused.
  result<> give_to_group() {
    if (options_.group.empty()) return {};
    auto group = find_group(options_.group);
    if (!group) return group.error();
    if (::lchown(path_.c_str(), static_cast<uid_t>(-1), *group) != 0) {
      return system_failure(path_, "change group (only root may, or a member of the group)");
    }
    return {};
  }

  const std::string& path_;
  const listen_options& options_;
};

namespace {

using address_list = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

result<address_list> resolve(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
    return failure{errc::socket_address_malformed, address};
  }
  std::string host = address.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), address.c_str() + colon + 1, &hints, &found);
  if (error != 0) {
    return failure{errc::socket_address_malformed, address + ": " + ::gai_strerror(error)};
  }
  return address_list(found, &::freeaddrinfo);
}

result<int> listen_tcp(const std::string& address, const listen_options& options) {
  auto found = resolve(address);
  if (!found) return found.error();
  const addrinfo& first = **found;
  descriptor_guard made(new_socket(first.ai_family));
  if (made.get() < 0) return system_failure(address, "socket");
  const int on = 1;
  ::setsockopt(made.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (first.ai_family == AF_INET6) {
    ::setsockopt(made.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  }
  if (::bind(made.get(), first.ai_addr, first.ai_addrlen) != 0) {
    if (errno == EADDRINUSE) return failure{errc::socket_in_use, address};
    return system_failure(address, "bind");
  }
  if (::listen(made.get(), static_cast<int>(options.backlog)) != 0) {
    return system_failure(address, "listen");
  }
  return made.release();
}

}  // namespace

listen_socket::listen_socket(int descriptor, std::string name, std::optional<file_identity> file)
    : descriptor_(descriptor), name_(std::move(name)), file_(file) {}

listen_socket listen_socket::adopt(int descriptor, std::string name) {
  return listen_socket(descriptor, std::move(name), std::nullopt);
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

void listen_socket::close() {
  if (descriptor_ < 0) return;
  struct stat info;
  if (file_ && ::lstat(name_.c_str(), &info) == 0 && info.st_dev == file_->device &&
      info.st_ino == file_->inode) {
    ::unlink(name_.c_str());
  }
  ::close(std::exchange(descriptor_, -1));
}

result<listen_socket> try_listen(const std::string& address, const listen_options& options) {
  if (address.find('/') != std::string::npos) return unix_binding(address, options).run();
  auto made = listen_tcp(address, options);
  if (!made) return made.error();
  return listen_socket(*made, address, std::nullopt);
}

std::size_t effective_backlog(std::size_t asked) {
  std::ifstream file("/proc/sys/net/core/somaxconn");
  std::size_t limit = 0;
  return file >> limit && limit < asked ? limit : asked;
}

}  // namespace sluice::fcgi
