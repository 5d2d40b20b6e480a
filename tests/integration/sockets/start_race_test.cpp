// Many workers start at the same instant on one path: one wins, and keeps it.
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include <unistd.h>

#include "fcgi/listen_socket.hpp"
#include "integration/sockets/child.hpp"
#include "integration/sockets/client.hpp"
#include "support/temporary_folder.hpp"

using sluice::fcgi::try_listen;
using sluice::test::answer_of;
using sluice::test::child;
using sluice::test::client;
using sluice::test::exists;
using sluice::test::temporary_folder;

namespace {

constexpr std::size_t starters_count = 16;

// A gate made of a pipe: everybody waits for its end of file.
class gate final {
 public:
  gate() { REQUIRE(::pipe2(ends_, O_CLOEXEC) == 0); }
  ~gate() {
    open();
    ::close(ends_[0]);
  }
  gate(const gate&) = delete;
  gate& operator=(const gate&) = delete;

  void open() {
    if (ends_[1] >= 0) ::close(ends_[1]);
    ends_[1] = -1;
  }
  // In a child, which has its own copy of the writing end.
  void wait() {
    open();
    char nothing;
    while (::read(ends_[0], &nothing, 1) < 0 && errno == EINTR) {
    }
  }

 private:
  int ends_[2];
};

// Starts when `start` opens; the winner serves until `stop` opens.
std::string start_worker(const std::string& path, gate& start, gate& stop, int results) {
  stop.open();  // the copy of this process only
  start.wait();
  auto made = try_listen(path, {});
  const char letter = made ? 'w' : made.error().code == sluice::errc::socket_in_use ? 'l' : 'x';
  if (::write(results, &letter, 1) != 1) return "cannot tell";
  if (!made) return made.error().message();
  stop.wait();
  return "won";
}

std::string read_results(int results) {
  std::string letters;
  char letter;
  while (letters.size() < starters_count && ::read(results, &letter, 1) == 1) letters += letter;
  std::sort(letters.begin(), letters.end());
  return letters;
}

void race_on(const std::string& path) {
  gate start;
  gate stop;
  int results[2];
  REQUIRE(::pipe2(results, O_CLOEXEC) == 0);
  std::vector<std::unique_ptr<child>> starters;
  for (std::size_t i = 0; i < starters_count; ++i) {
    starters.push_back(
        std::make_unique<child>([&] { return start_worker(path, start, stop, results[1]); }));
  }
  start.open();
  REQUIRE(read_results(results[0]) == std::string(starters_count - 1, 'l') + "w");
  ::close(results[0]);
  ::close(results[1]);

  // Losers have gone by now or go; the path belongs to the winner throughout.
  const client connected(path);
  REQUIRE(connected.is_connected());
  const pid_t listener = connected.listener();
  stop.open();
  for (const auto& each : starters) {
    const std::string expected =
        each->id() == listener
            ? "won"
            : "another process answers on this socket; it is left alone: " + path;
    REQUIRE(each->answer_at_end() == expected);
  }
}

}  // namespace

TEST_CASE("Of sixteen workers that start at once on a free path one serves", "[F7]") {
  const temporary_folder folder;
  for (int round = 0; round < 25; ++round) {
    race_on(folder / "s.sock");
    REQUIRE_FALSE(exists(folder / "s.sock"));
  }
}

TEST_CASE("Of sixteen workers that start at once on a dead socket one serves", "[F7]") {
  const temporary_folder folder;
  const std::string path = folder / "s.sock";
  for (int round = 0; round < 25; ++round) {
    REQUIRE(answer_of([&]() -> std::string {
              auto left = try_listen(path, {});
              ::_exit(left ? EXIT_SUCCESS : EXIT_FAILURE);
            }).empty());
    REQUIRE(client(path).error() == ECONNREFUSED);
    race_on(path);
  }
}
