// Sockets that the process was started with. Every case runs in a child, because descriptors 0 and
// 3 and the environment are the process's own.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "fcgi/inherited.hpp"
#include "integration/sockets/child.hpp"
#include "integration/sockets/client.hpp"
#include "support/temporary_folder.hpp"

using sluice::fcgi::listen_options;
using sluice::fcgi::listen_socket;
using sluice::fcgi::try_listen;
using sluice::fcgi::try_take_inherited;
using sluice::test::answer_of;
using sluice::test::client;
using sluice::test::count_connects;
using sluice::test::file_at;
using sluice::test::temporary_folder;

namespace {

// What systemd does between fork and exec. `process` is LISTEN_PID; 0 means this very process.
void announce(const std::string& count, const std::string& process = "0",
              const char* names = nullptr) {
  const std::string id = process == "0" ? std::to_string(::getpid()) : process;
  ::setenv("LISTEN_PID", id.c_str(), 1);
  ::setenv("LISTEN_FDS", count.c_str(), 1);
  if (names) ::setenv("LISTEN_FDNAMES", names, 1);
}

std::string variables_left() {
  std::string left;
  for (const char* const each : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) {
    if (std::getenv(each)) left += std::string(" left ") + each;
  }
  return left;
}

// The names of what is taken, or the failure, and which variables are still there.
std::string take_and_tell() {
  auto taken = try_take_inherited();
  if (!taken) return taken.error().message() + variables_left();
  std::string names = std::to_string(taken->for_requests.size());
  for (const auto& each : taken->for_requests) names += "; " + each.name();
  if (taken->for_control) names += "; control " + taken->for_control->path();
  return names + variables_left();
}

// Nothing at 0 and from 3 on that a case did not put there.
void clear_numbers() {
  ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), 0);
  for (int number = 3; number < 10; ++number) ::close(number);
}

// The socket as a service manager would hand it over: blocking and open on exec.
void put_at(int number, const listen_socket& socket) {
  ::fcntl(socket.descriptor(), F_SETFL, 0);
  ::dup2(socket.descriptor(), number);
}

// In a child: `sockets` from 3 on, out of numbers that are in the way of nothing.
std::string with_sockets(const std::vector<const listen_socket*>& sockets, const char* names,
                         std::string (*then)() = take_and_tell) {
  return answer_of([&] {
    std::vector<int> copies;
    for (const auto* each : sockets) {
      ::fcntl(each->descriptor(), F_SETFL, 0);
      copies.push_back(::fcntl(each->descriptor(), F_DUPFD_CLOEXEC, 100));
    }
    clear_numbers();
    for (std::size_t i = 0; i < copies.size(); ++i) ::dup2(copies[i], static_cast<int>(3 + i));
    announce(std::to_string(sockets.size()), "0", names);
    return then();
  });
}

}  // namespace

TEST_CASE("Without a socket handed over there is none", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          return take_and_tell();
        }) == "0");
}

TEST_CASE("systemd's unix socket is taken and called by its path", "[O1]") {
  const temporary_folder folder;
  auto made = try_listen(folder / "s.sock", {});
  REQUIRE(made.has_value());
  CHECK(with_sockets({&*made}, nullptr) ==
        "1; " + folder / "s.sock" + " (descriptor 3 of LISTEN_FDS)");
}

TEST_CASE("systemd's TCP socket is taken and called by its address", "[O1]") {
  auto made = try_listen("127.0.0.1:0", {});
  REQUIRE(made.has_value());
  CHECK(with_sockets({&*made}, nullptr) == "1; " + made->name() + " (descriptor 3 of LISTEN_FDS)");
}

TEST_CASE("Several sockets are taken in their order with their names", "[O1]") {
  const temporary_folder folder;
  auto first = try_listen(folder / "1", {});
  auto second = try_listen("127.0.0.1:0", {});
  REQUIRE((first.has_value() && second.has_value()));
  CHECK(with_sockets({&*first, &*second}, "web:peer") ==
        "2; " + folder / "1" + " (descriptor 3 of LISTEN_FDS, web); " + second->name() +
            " (descriptor 4 of LISTEN_FDS, peer)");
  CHECK(with_sockets({&*first, &*second}, "web") ==
        "2; " + folder / "1" + " (descriptor 3 of LISTEN_FDS, web); " + second->name() +
            " (descriptor 4 of LISTEN_FDS)");
}

TEST_CASE("The unix socket of the name control is for publishers, wherever it stands", "[O1]") {
  const temporary_folder folder;
  auto web = try_listen(folder / "web", {});
  auto control = try_listen(folder / "c", {});
  REQUIRE((web.has_value() && control.has_value()));
  const std::string expected =
      "1; " + folder / "web" + " (descriptor 3 of LISTEN_FDS, web); control " + folder / "c";
  CHECK(with_sockets({&*web, &*control}, "web:control") == expected);
  CHECK(with_sockets({&*control, &*web}, "control:web") ==
        "1; " + folder / "web" + " (descriptor 4 of LISTEN_FDS, web); control " + folder / "c");
  CHECK(std::filesystem::is_socket(folder / "c"));
}

TEST_CASE("A control socket that others could reach is refused, and so are two", "[O1]") {
  const temporary_folder folder;
  auto internet = try_listen("127.0.0.1:0", {});
  auto one = try_listen(folder / "1", {});
  auto two = try_listen(folder / "2", {});
  REQUIRE((internet.has_value() && one.has_value() && two.has_value()));
  CHECK(with_sockets({&*internet}, "control") ==
        "the inherited descriptor is no unix socket with a path, and whoever reaches it could "
        "publish: "
        "descriptor 3 of LISTEN_FDS, control");
  CHECK(with_sockets({&*one, &*two}, "control:control") ==
        "two inherited descriptors have the name control, and there is one control socket: "
        "descriptor 4 of LISTEN_FDS, control");
}

TEST_CASE("What is taken is non-blocking and closed on exec", "[O1]") {
  const temporary_folder folder;
  auto made = try_listen(folder / "s.sock", {});
  REQUIRE(made.has_value());
  CHECK(with_sockets({&*made}, nullptr, [] {
          auto taken = try_take_inherited();
          if (!taken) return taken.error().message();
          const bool waits = (::fcntl(3, F_GETFL) & O_NONBLOCK) == 0;
          const bool leaks = (::fcntl(3, F_GETFD) & FD_CLOEXEC) == 0;
          return std::string(waits ? "waits " : "") + (leaks ? "leaks" : "");
        }) == "");
}

TEST_CASE("LISTEN_FDS for another process are ignored and removed", "[O1]") {
  const temporary_folder folder;
  auto made = try_listen(folder / "s.sock", {});
  REQUIRE(made.has_value());
  CHECK(answer_of([&] {
          const std::string parent = std::to_string(::getppid());
          put_at(3, *made);
          announce("1", parent, "web");
          return take_and_tell();
        }) == "0");
  CHECK(client(folder / "s.sock").is_connected());
}

TEST_CASE("LISTEN_FDS without LISTEN_PID are ignored and removed", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          announce("1");
          ::unsetenv("LISTEN_PID");
          return take_and_tell();
        }) == "0");
}

TEST_CASE("LISTEN_PID without LISTEN_FDS is ignored and removed", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          announce("1");
          ::unsetenv("LISTEN_FDS");
          return take_and_tell();
        }) == "0");
}

TEST_CASE("A number of sockets that is none is refused, as sd_listen_fds refuses it", "[O1]") {
  const std::string count = GENERATE("", "0", "-1", "1x", " 1", "99999999999", "2147483647");
  CHECK(answer_of([&] {
          clear_numbers();
          announce(count);
          return take_and_tell();
        }) == "the variables of systemd's socket activation are malformed: LISTEN_FDS=" + count);
}

TEST_CASE("A process number that is none is refused", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          announce("1", "me");
          return take_and_tell();
        }) == "the variables of systemd's socket activation are malformed: LISTEN_PID=me");
}

TEST_CASE("A closed descriptor is refused", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          announce("1");
          return take_and_tell();
        }) ==
        "the inherited descriptor is not a listening socket: descriptor 3 of LISTEN_FDS, is not "
        "open");
}

TEST_CASE("A datagram socket is refused", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          if (::socket(AF_UNIX, SOCK_DGRAM, 0) != 3) return std::string("not at 3");
          announce("1", "0", "log");
          return take_and_tell();
        }) == "the inherited descriptor is not a stream socket: descriptor 3 of LISTEN_FDS, log");
}

TEST_CASE("What is no socket at all is refused", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          if (::open("/dev/null", O_RDONLY) != 3) return std::string("not at 3");
          announce("1");
          return take_and_tell();
        }) == "the inherited descriptor is not a stream socket: descriptor 3 of LISTEN_FDS");
}

TEST_CASE("A stream socket that does not listen is refused", "[O1]") {
  CHECK(answer_of([] {
          clear_numbers();
          if (::socket(AF_INET, SOCK_STREAM, 0) != 3) return std::string("not at 3");
          announce("1");
          return take_and_tell();
        }) == "the inherited descriptor is not a listening socket: descriptor 3 of LISTEN_FDS");
}

TEST_CASE("File, mode and backlog of an inherited socket outlive the worker untouched", "[O1]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  listen_options narrow;
  narrow.mode = 0640;
  narrow.backlog = 10;
  auto made = try_listen(path, narrow);
  REQUIRE(made.has_value());
  const struct stat before = file_at(path);
  // The child's copies of `made` run no destructor, only the one taken does.
  REQUIRE(with_sockets({&*made}, nullptr).starts_with("1; "));
  const struct stat after = file_at(path);
  CHECK(after.st_ino == before.st_ino);
  CHECK(after.st_mode == before.st_mode);
  CHECK(after.st_gid == before.st_gid);
  CHECK(count_connects(path, 100) == 11);
}

TEST_CASE("A child of the worker sees neither the variables nor the sockets", "[O1]") {
  const temporary_folder folder;
  auto made = try_listen(folder / "s.sock", {});
  REQUIRE(made.has_value());
  CHECK(with_sockets({&*made}, "web", [] {
          auto taken = try_take_inherited();
          if (!taken || taken->for_requests.size() != 1) return std::string("not taken");
          // The answer's descriptor is closed on exec; the status of the shell tells.
          ::execl("/bin/sh", "sh", "-c",
                  "[ -z \"$LISTEN_FDS$LISTEN_PID$LISTEN_FDNAMES\" ] && ! [ -e /proc/self/fd/3 ] "
                  "|| kill -USR1 $$",
                  nullptr);
          return std::string("no shell");
        }) == "");
}

TEST_CASE("A listening socket at descriptor 0 is served, as spawn-fcgi hands it over") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  auto made = try_listen(path, {});
  REQUIRE(made.has_value());
  const ino_t inode = file_at(path).st_ino;
  CHECK(answer_of([&] {
          put_at(0, *made);
          return take_and_tell();
        }) == "1; " + path + " (descriptor 0)");
  CHECK(file_at(path).st_ino == inode);
  CHECK(client(path).is_connected());
}

TEST_CASE("What was descriptor 0 accepts elsewhere, and children read /dev/null") {
  auto made = try_listen("127.0.0.1:0", {});
  REQUIRE(made.has_value());
  CHECK(answer_of([&]() -> std::string {
          put_at(0, *made);
          auto taken = try_take_inherited();
          if (!taken || taken->for_requests.size() != 1) return "not taken";
          const int moved = taken->for_requests.front().descriptor();
          if (moved < 3) return "still " + std::to_string(moved);
          const client connected(moved);
          if (!connected.is_connected() || ::accept(moved, nullptr, nullptr) < 0) return "silent";
          if (::accept(moved, nullptr, nullptr) >= 0 || errno != EAGAIN) return "waits";
          struct stat input {};
          ::fstat(0, &input);
          return input.st_rdev == makedev(1, 3) ? "null" : "not null";
        }) == "null");
}

TEST_CASE("A descriptor 0 that is no listening socket is not taken") {
  CHECK(answer_of([] {
          clear_numbers();
          ::dup2(::socket(AF_UNIX, SOCK_DGRAM, 0), 0);
          return take_and_tell();
        }) == "0");
  CHECK(answer_of([] {
          clear_numbers();
          ::dup2(::socket(AF_UNIX, SOCK_STREAM, 0), 0);
          return take_and_tell();
        }) == "0");
  CHECK(answer_of([] {
          clear_numbers();
          ::close(0);
          return take_and_tell();
        }) == "0");
}

TEST_CASE("systemd's sockets come before descriptor 0, and foreign ones do not") {
  const temporary_folder folder;
  auto three = try_listen(folder / "3", {});
  auto zero = try_listen(folder / "0", {});
  REQUIRE((three.has_value() && zero.has_value()));
  const auto start_for = [&](const std::string& process) {
    return answer_of([&] {
      const int copy = ::fcntl(three->descriptor(), F_DUPFD_CLOEXEC, 100);
      put_at(0, *zero);
      ::dup2(copy, 3);
      announce("1", process);
      return take_and_tell();
    });
  };
  CHECK(start_for("0") == "1; " + folder / "3" + " (descriptor 3 of LISTEN_FDS)");
  CHECK(start_for("1") == "1; " + folder / "0" + " (descriptor 0)");
}
