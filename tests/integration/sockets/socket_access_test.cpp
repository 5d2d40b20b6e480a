// Who may connect to a unix socket, from the first instant on, and who may make one where.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <vector>

#include <catch2/catch.hpp>

#include <grp.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fcgi/listen_socket.hpp"
#include "integration/sockets/child.hpp"
#include "integration/sockets/client.hpp"
#include "support/temporary_folder.hpp"

using sluice::errc;
using sluice::fcgi::listen_options;
using sluice::fcgi::try_listen;
using sluice::test::answer_of;
using sluice::test::become_ordinary_user;
using sluice::test::client;
using sluice::test::exists;
using sluice::test::file_at;
using sluice::test::is_root;
using sluice::test::mode_of;
using sluice::test::temporary_folder;

namespace {

constexpr gid_t nogroup = 65534;

struct named_group {
  std::string name;
  gid_t number;
};

// A group that is not this process's main one and that a file may be given to: any for root, one
// of its own for others.
std::optional<named_group> other_group() {
  std::vector<gid_t> candidates(static_cast<std::size_t>(::getgroups(0, nullptr)));
  REQUIRE(::getgroups(static_cast<int>(candidates.size()), candidates.data()) >= 0);
  if (is_root()) candidates = {1, 2, 12};
  for (const gid_t number : candidates) {
    const group* const found = number == ::getegid() ? nullptr : ::getgrgid(number);
    if (found) return named_group{found->gr_name, number};
  }
  return std::nullopt;
}

class umask_guard final {
 public:
  explicit umask_guard(mode_t mask) : before_(::umask(mask)) {}
  ~umask_guard() { ::umask(before_); }
  umask_guard(const umask_guard&) = delete;
  umask_guard& operator=(const umask_guard&) = delete;

 private:
  mode_t before_;
};

std::string connect_as(gid_t group, const std::string& path) {
  return answer_of([&]() -> std::string {
    become_ordinary_user({group});
    const client tried(path);
    return tried.is_connected() ? "connected" : std::strerror(tried.error());
  });
}

// What a client met at the unix socket's path when listen(2) was called last.
std::string seen_at_listen;

// For children that are not root: root's temporary folder is closed to them.
void open_folder(const temporary_folder& folder, mode_t mode) {
  REQUIRE(::chmod(folder.path().c_str(), mode) == 0);
}

std::string failure_as_ordinary_user(const std::string& path) {
  return answer_of([&]() -> std::string {
    become_ordinary_user();
    auto made = try_listen(path, {});
    return made ? "listening" : made.error().message();
  });
}

std::string ordinary_user() {
  return "user " + std::to_string(is_root() ? 65534 : ::geteuid());
}

}  // namespace

// Stands before the C library's: the instant it is called is the last at which every connect is
// refused, and a watching process would nearly always come too late to see what a client sees.
extern "C" int listen(int descriptor, int backlog) noexcept {
  sockaddr_un address{};
  socklen_t size_bytes = sizeof address;
  ::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size_bytes);
  if (address.sun_family == AF_UNIX) {
    const struct stat seen = file_at(address.sun_path);
    char mode[8];
    std::snprintf(mode, sizeof mode, "%o", static_cast<unsigned>(seen.st_mode & 07777));
    seen_at_listen = std::strerror(client(std::string(address.sun_path)).error());
    seen_at_listen += std::string(", mode ") + mode + ", group " + std::to_string(seen.st_gid);
  }
  return static_cast<int>(::syscall(SYS_listen, descriptor, backlog));
}

TEST_CASE("The file has exactly the mode asked for, whatever the umask", "[F7]") {
  const temporary_folder folder;
  const mode_t mask = GENERATE(0, 022, 077, 0777);
  const mode_t mode = GENERATE(0600, 0660, 0666, 0770);
  const umask_guard masked(mask);
  listen_options options;
  options.mode = mode;
  auto made = try_listen(folder / "s.sock", options);
  REQUIRE(made.has_value());
  CHECK(mode_of(folder / "s.sock") == mode);
  CHECK(::umask(mask) == mask);
}

TEST_CASE("Mode and group are right before the first connect can succeed", "[F7]") {
  const auto group = other_group();
  if (!group) WARN("this user has one group only: the mode alone is compared");
  const temporary_folder folder;
  const umask_guard masked(077);
  listen_options options;
  options.mode = 0660;
  options.group = group ? group->name : "";
  const gid_t right_group = group ? group->number : ::getegid();
  seen_at_listen.clear();
  auto made = try_listen(folder / "s.sock", options);
  REQUIRE(made.has_value());
  CHECK(seen_at_listen == "Connection refused, mode 660, group " + std::to_string(right_group));
  CHECK(client(folder / "s.sock").is_connected());
}

TEST_CASE("The group connects and nobody else does", "[F7]") {
  const auto group = other_group();
  if (!is_root() || !group) {
    WARN("skipped: only root can try it as other users");
    return;
  }
  const temporary_folder folder;
  open_folder(folder, 0755);
  const umask_guard masked(077);
  listen_options options;
  options.group = group->name;
  auto made = try_listen(folder / "s.sock", options);
  REQUIRE(made.has_value());
  CHECK(connect_as(group->number, folder / "s.sock") == "connected");
  CHECK(connect_as(nogroup, folder / "s.sock") == "Permission denied");
}

TEST_CASE("An unknown group is refused before anything at the path is touched", "[F7]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  REQUIRE(answer_of([&]() -> std::string {
            auto left = try_listen(path, {});
            ::_exit(left ? 0 : 1);
          }).empty());
  const ino_t inode = file_at(path).st_ino;
  REQUIRE(inode != 0);
  listen_options options;
  options.group = "no-such-group";
  auto made = try_listen(path, options);
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message() == "there is no such group: no-such-group");
  CHECK(file_at(path).st_ino == inode);
}

TEST_CASE("A group that is not the worker's own is refused and the file removed") {
  const temporary_folder folder;
  if (is_root()) open_folder(folder, 0777);
  CHECK(answer_of([&]() -> std::string {
          become_ordinary_user();
          listen_options options;
          options.group = "root";
          auto made = try_listen(folder / "s.sock", options);
          return made ? "listening" : made.error().message();
        }) == "the system refused the socket: " + folder / "s.sock" +
                  ": give it to the group root (only root may, and the group's members): "
                  "Operation not permitted");
  CHECK_FALSE(exists(folder / "s.sock"));
}

TEST_CASE("A missing folder is named, the first one on the way") {
  const temporary_folder folder;
  auto made = try_listen(folder / "a/b/s.sock", {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message() == "the folder of the socket does not exist: " + folder / "a" +
                                      " (create it, or let systemd: RuntimeDirectory=)");
}

TEST_CASE("A file in the place of a folder is named") {
  const temporary_folder folder;
  std::ofstream(folder / "a") << "precious";
  for (const char* const below : {"a/s.sock", "a/b/s.sock"}) {
    auto made = try_listen(folder / below, {});
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().message() ==
          "the system refused the socket: " + folder / "a" + ": look up: Not a directory");
  }
}

TEST_CASE("A folder that may not be searched is named with the remedy") {
  const temporary_folder folder;
  std::filesystem::create_directory(folder / "a");
  open_folder(folder, 0600);
  CHECK(failure_as_ordinary_user(folder / "a/s.sock") ==
        "this user cannot make a socket in the folder: " + folder.path().string() + ": " +
            ordinary_user() + " needs search permission (chmod +x)");
  open_folder(folder, 0700);
}

TEST_CASE("A folder that may not be written is named with the remedy") {
  const temporary_folder folder;
  open_folder(folder, 0555);
  CHECK(failure_as_ordinary_user(folder / "s.sock") ==
        "this user cannot make a socket in the folder: " + folder.path().string() + ": " +
            ordinary_user() + " needs to read, write and search it (chown or chmod)");
  open_folder(folder, 0700);
}

TEST_CASE("A socket that this user may not ask is not taken for dead") {
  if (!is_root()) {
    WARN("skipped: only root can make a socket closed to this user");
    return;
  }
  const temporary_folder folder;
  open_folder(folder, 0777);
  listen_options options;
  options.mode = 0600;
  auto first = try_listen(folder / "s.sock", options);
  REQUIRE(first.has_value());
  CHECK(failure_as_ordinary_user(folder / "s.sock") ==
        "it cannot be told whether anybody answers on this socket; it is left alone: " +
            folder / "s.sock" + ": Permission denied");
  CHECK(client(folder / "s.sock").is_connected());
}
