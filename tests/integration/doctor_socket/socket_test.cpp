// Goal: each way in which a socket of this machine is not there, or nobody answers on it, has its
// own verdict.
#include <csignal>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/doctor_socket/examination.hpp"
#include "support/temporary_folder.hpp"

using namespace sluice::test;

namespace {

// Listens, and answers each connection with what no FastCGI worker says, until it is destroyed.
class stranger final {
 public:
  stranger(const std::string& path, int backlog)
      : socket_(listen_on(path, backlog)), accepts_([this] { serve(); }) {}
  ~stranger() {
    ::shutdown(socket_.number(), SHUT_RDWR);
    accepts_.join();
  }
  stranger(const stranger&) = delete;
  stranger& operator=(const stranger&) = delete;

 private:
  void serve() {
    for (;;) {
      const descriptor taken(::accept(socket_.number(), nullptr, nullptr));
      if (!taken.is_open()) return;
      char asked[4096];
      (void)::recv(taken.number(), asked, sizeof asked, 0);
      constexpr std::string_view answer = "HTTP/1.1 400 Bad Request\r\n\r\n";
      (void)::send(taken.number(), answer.data(), answer.size(), MSG_NOSIGNAL);
    }
  }

  descriptor socket_;
  std::thread accepts_;
};

}  // namespace

TEST_CASE("A health check asks for a worker that is ready, whatever the machine is like", "[O4]") {
  std::string address;
  {
    // Closed to any web server, and with a queue that holds no burst.
    const worker running(worker_plan::demo()
                             .option("--socket-mode", "0600")
                             .option("--socket-backlog", "1")
                             .option("--streams-limit", "1"));
    address = running.address();
    const auto found = examine({"--socket", address, "--quick"});
    CAPTURE(found.document);
    CHECK(found.code == 0);
    CHECK(found.says("\"probe\": \"socket\""));
    CHECK(found.says("\"probe\": \"worker\""));
    CHECK_FALSE(found.says("\"probe\": \"queue\""));
    CHECK(examine({"--socket", address, "--as-user", "bin"}).code == 1);
  }
  CHECK(examine({"--socket", address, "--quick"}).code == 1);
  const temporary_folder folder;
  const std::string other = folder / "s.sock";
  const stranger answering(other, 5);
  CHECK(examine({"--socket", other, "--quick"}).code == 1);
}

TEST_CASE("A worker's socket that is open to all is fine", "[O4]") {
  const worker running(worker_plan::demo().option("--socket-mode", "0666"));
  ::chmod(running.folder().path().c_str(), 0755);
  // A user without servers: those of other tests may have a /tmp of their own.
  const auto found = examine({"--socket", running.address(), "--as-user", "bin"});
  CAPTURE(found.document);
  CHECK(found.code == 0);
  CHECK(found.says("sluice (process"));
  CHECK(found.says("ready, after"));
  CHECK_FALSE(found.says("\"fault\""));
}

TEST_CASE("A socket that is not there is told from a folder that is not there", "[O4]") {
  const temporary_folder folder;
  const auto file = examine({"--socket", folder / "s.sock"});
  CAPTURE(file.document);
  CHECK(file.code == 1);
  // Where other workers run on this machine, theirs are named.
  CHECK((file.has_kind("socket-missing") || file.has_kind("socket-elsewhere")));
  const auto way = examine({"--socket", folder / "a/b/s.sock"});
  CAPTURE(way.document);
  CHECK(way.code == 1);
  CHECK(way.has_kind("folder-missing"));
  CHECK(way.says("there is no folder " + folder / "a" + "; " + folder.path().string() + " is"));
}

TEST_CASE("A worker that listens elsewhere is found", "[O4]") {
  const worker running(worker_plan::demo());
  const temporary_folder folder;
  const auto found = examine({"--socket", folder / "s.sock"});
  CAPTURE(found.document);
  CHECK(found.has_kind("socket-elsewhere"));
  CHECK(found.says(running.address()));
}

TEST_CASE("A file that is no socket is called that", "[F7]") {
  const temporary_folder folder;
  std::ofstream(folder / "s.sock") << "not a socket";
  const auto found = examine({"--socket", folder / "s.sock"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("not-a-socket"));
  CHECK(examine({"--socket", folder.path().string()}).has_kind("not-a-socket"));
}

TEST_CASE("A socket that a killed worker left behind is stale", "[F7]") {
  worker running(worker_plan::demo());
  running.running().signal(SIGKILL);
  REQUIRE(running.running().wait(within()).has_value());
  const auto found = examine({"--socket", running.address()});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("socket-stale"));
}

TEST_CASE("A file that was removed under a running worker is told from a stopped one", "[F7]") {
  const worker running(worker_plan::demo());
  REQUIRE(::unlink(running.address().c_str()) == 0);
  const auto found = examine({"--socket", running.address()});
  CAPTURE(found.document);
  CHECK(found.has_kind("socket-removed"));
}

TEST_CASE("A short queue and a program that speaks no FastCGI are both said", "[F6]") {
  const temporary_folder folder;
  const stranger listening(folder / "s.sock", 10);
  const auto found = examine({"--socket", folder / "s.sock"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("backlog-small"));
  CHECK(found.says("0 wait, 10 may"));
  CHECK(found.has_kind("not-fastcgi"));
}

TEST_CASE("A queue that is full is told with its figures", "[F6]") {
  const temporary_folder folder;
  const descriptor listening(listen_on(folder / "s.sock", 1));
  // Two fit: the kernel refuses when there are more than the backlog.
  const descriptor first(connect_to(folder / "s.sock", within()));
  const descriptor second(connect_to(folder / "s.sock", within()));
  const auto found = examine({"--socket", folder / "s.sock"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("queue-full"));
  CHECK(found.says("2 wait, and 1 may"));
}

TEST_CASE("A worker that hangs is told from one that is down", "[O4]") {
  worker running(worker_plan::demo());
  running.running().signal(SIGSTOP);
  const auto found = examine({"--socket", running.address()});
  running.running().signal(SIGCONT);
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("no-answer"));
}

TEST_CASE("A worker that has used up its descriptors is told to have more", "[F1]") {
  worker running(worker_plan::demo().descriptor_limits(64, 64));
  const auto few = examine({"--socket", running.address()});
  CAPTURE(few.document);
  CHECK(few.has_kind("descriptors-few"));
  std::vector<std::unique_ptr<descriptor>> held;
  const auto is_nearly_full = [&] { return running.running().open_descriptors() >= 32; };
  while (held.size() < 32 && !is_nearly_full()) {
    held.push_back(std::make_unique<descriptor>(connect_to(running.address(), within())));
    const std::size_t before = running.running().open_descriptors();
    eventually(within(std::chrono::milliseconds(50)),
               [&] { return running.running().open_descriptors() > before; });
  }
  const auto used = examine({"--socket", running.address()});
  CAPTURE(used.document);
  CHECK(used.has_kind("descriptors-used"));
  CHECK(used.says("LimitNOFILE="));
}

TEST_CASE("A port is examined as far as it has what a path has", "[O4]") {
  const descriptor listening(listen_on("127.0.0.1:0", 4096));
  const worker running(
      worker_plan::demo().inherit(0, listening.number(), tcp_address_of(listening.number())));
  const auto found = examine({"--socket", running.address()});
  CAPTURE(found.document);
  CHECK(found.code == 0);
  CHECK(found.says("4096 may"));
  CHECK(found.says("ready, after"));
  CHECK(examine({"--socket", "127.0.0.1:1"}).has_kind("nobody-listens"));
  CHECK(examine({"--socket", "nonsense"}).has_kind("out-of-reach"));
}

TEST_CASE("Without a socket those of the configuration are examined", "[O4]") {
  const temporary_folder folder;
  std::ofstream(folder / "sluice.conf") << "socket = " << folder / "one.sock" << '\n'
                                        << "socket = " << folder / "two.sock" << '\n';
  const auto found = examine({"--config", folder / "sluice.conf"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.says("connect to " + folder / "one.sock"));
  CHECK(found.says("connect to " + folder / "two.sock"));
}
