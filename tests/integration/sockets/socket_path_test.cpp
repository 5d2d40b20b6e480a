// What may stand at the path of a unix socket, and what becomes of it.
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/file.h>

#include "fcgi/listen_socket.hpp"
#include "integration/sockets/child.hpp"
#include "integration/sockets/client.hpp"
#include "support/deadline.hpp"
#include "support/temporary_folder.hpp"

using sluice::errc;
using sluice::fcgi::listen_options;
using sluice::fcgi::listen_socket;
using sluice::fcgi::try_listen;
using sluice::test::answer_of;
using sluice::test::child;
using sluice::test::client;
using sluice::test::content_of;
using sluice::test::eventually;
using sluice::test::exists;
using sluice::test::file_at;
using sluice::test::temporary_folder;
using sluice::test::within;

namespace {

// A file on which nobody answers, as kill -9 leaves it.
void leave_dead_socket(const std::string& path) {
  const std::string answer = answer_of([&] {
    auto made = try_listen(path, {});
    if (!made) return made.error().message();
    ::_exit(EXIT_SUCCESS);  // without destructors
  });
  REQUIRE(answer.empty());
  REQUIRE(client(path).error() == ECONNREFUSED);
}

}  // namespace

TEST_CASE("A new socket accepts, is non-blocking and closed on exec, and its file goes with it") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  {
    auto made = try_listen(path, {});
    REQUIRE(made.has_value());
    CHECK(made->name() == path);
    CHECK(client(path).is_connected());
    CHECK((::fcntl(made->descriptor(), F_GETFL) & O_NONBLOCK) != 0);
    CHECK((::fcntl(made->descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
  }
  CHECK_FALSE(exists(path));
}

TEST_CASE("A worker starts again on the file that kill -9 left", "[F7]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  child first([&]() -> std::string {
    auto made = try_listen(path, {});
    if (!made) return made.error().message();
    for (;;) ::pause();
  });
  REQUIRE(eventually(within(), [&] { return client(path).is_connected(); }));
  first.kill();
  REQUIRE(client(path).error() == ECONNREFUSED);

  auto second = try_listen(path, {});
  REQUIRE(second.has_value());
  const client connected(path);
  CHECK(connected.is_connected());
  CHECK(connected.listener() == ::getpid());
}

TEST_CASE("A second start is refused and the first goes on serving", "[F7]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  auto first = try_listen(path, {});
  REQUIRE(first.has_value());
  const ino_t inode = file_at(path).st_ino;

  auto second = try_listen(path, {});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().message() ==
        "another process answers on this socket; it is left alone: " + path);
  CHECK(file_at(path).st_ino == inode);
  CHECK(client(path).is_connected());
}

TEST_CASE("A worker whose backlog is full is alive", "[F7]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  listen_options options;
  options.backlog = 0;
  auto first = try_listen(path, options);
  REQUIRE(first.has_value());
  const client waiting(path);
  REQUIRE(waiting.is_connected());
  REQUIRE(client(path).error() == EAGAIN);

  auto second = try_listen(path, {});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().code == errc::socket_in_use);
}

TEST_CASE("A bound datagram socket is alive") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int datagrams = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  REQUIRE(::bind(datagrams, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  {
    auto made = try_listen(path, {});
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code == errc::socket_in_use);
  }
  ::close(datagrams);
  CHECK(try_listen(path, {}).has_value());
}

TEST_CASE("A regular file is refused and keeps its content", "[F7]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  std::ofstream(path) << "precious";
  auto made = try_listen(path, {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message() ==
        "the socket path is taken by a file that is not a socket; it is left alone: " + path);
  CHECK(content_of(path) == "precious");
}

TEST_CASE("A pipe is refused and stays") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  auto made = try_listen(path, {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().code == errc::socket_path_taken_by_file);
  CHECK(S_ISFIFO(file_at(path).st_mode));
}

TEST_CASE("A symbolic link is refused and stays, whatever it leads to", "[F7]") {
  const temporary_folder folder;
  const std::string link = folder / "s.sock";
  const std::string target = folder / "target";
  std::optional<listen_socket> live;
  SECTION("nothing") {}
  SECTION("a regular file") {
    std::ofstream(target) << "precious";
  }
  SECTION("a dead socket") {
    leave_dead_socket(target);
  }
  SECTION("a live socket") {
    live.emplace(std::move(try_listen(target, {}).value()));
  }
  const ino_t target_inode = file_at(target).st_ino;
  std::filesystem::create_symlink(target, link);

  auto made = try_listen(link, {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message() == "the socket path is a symbolic link; it is left alone: " + link);
  CHECK(std::filesystem::read_symlink(link) == target);
  CHECK(file_at(target).st_ino == target_inode);
}

TEST_CASE("A folder is refused and stays", "[F7]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  std::filesystem::create_directory(path);
  for (const std::string& spelled : {path, path + "/"}) {
    auto made = try_listen(spelled, {});
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().message() == "the socket path is a folder; it is left alone: " + spelled);
  }
  CHECK(S_ISDIR(file_at(path).st_mode));
}

TEST_CASE("The file is left alone at the end when another has taken its place") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  std::optional<listen_socket> first(std::move(try_listen(path, {}).value()));
  std::filesystem::remove(path);
  auto second = try_listen(path, {});
  REQUIRE(second.has_value());
  first.reset();
  CHECK(client(path).is_connected());
}

TEST_CASE("A relative path is removed although the working folder has changed") {
  const temporary_folder folder;
  CHECK(answer_of([&]() -> std::string {
          std::filesystem::current_path(folder.path());
          auto made = try_listen("./s.sock", {});
          if (!made) return made.error().message();
          if (!exists(folder / "s.sock")) return "not made";
          std::filesystem::current_path("/");
          listen_socket(std::move(*made));
          return exists(folder / "s.sock") ? "left" : "removed";
        }) == "removed");
}

TEST_CASE("Moving a socket takes its file along, and assigning removes what was there") {
  const temporary_folder folder;
  auto first = try_listen(folder / "1", {});
  auto second = try_listen(folder / "2", {});
  REQUIRE((first.has_value() && second.has_value()));
  {
    listen_socket owner = std::move(*first);
    CHECK(first->descriptor() == -1);
    owner = std::move(*second);
    CHECK_FALSE(exists(folder / "1"));
    CHECK(client(folder / "2").is_connected());
    CHECK(owner.name() == folder / "2");
  }
  CHECK_FALSE(exists(folder / "2"));
}

TEST_CASE("A path of 107 bytes is served and one of 108 is refused with both numbers") {
  const temporary_folder folder;
  const std::string start = folder / "";
  const std::string longest = start + std::string(107 - start.size(), 's');
  REQUIRE(try_listen(longest, {}).has_value());
  auto longer = try_listen(longest + "s", {});
  REQUIRE_FALSE(longer.has_value());
  CHECK(longer.error().message() == "the socket path is longer than the system allows: " + longest +
                                        "s: 108 bytes, the system allows 107");
}

TEST_CASE("A folder that stays locked ends the start with a message") {
  const temporary_folder folder;
  const int locked = ::open(folder.path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  REQUIRE(::flock(locked, LOCK_EX) == 0);
  auto made = try_listen(folder / "s.sock", {});
  ::close(locked);
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message() ==
        "the system refused the socket: " + folder.path().string() +
            ": lock (flock, held by another process): Resource temporarily unavailable");
  CHECK_FALSE(exists(folder / "s.sock"));
}
