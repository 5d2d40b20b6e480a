// A worker that somebody starts by hand, in a terminal that is closed.
#include <catch2/catch.hpp>

#include <csignal>
#include <string>

#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/ask.hpp"
#include "support/socket.hpp"
#include "support/temporary_folder.hpp"
#include "support/worker.hpp"

using namespace sluice::test;

namespace {

// A worker with a terminal of its own, killed when this is destroyed.
class worker_in_terminal final {
 public:
  explicit worker_in_terminal(const std::string& socket, void (*on_hangup)(int)) {
    int screen = -1;
    id_ = ::forkpty(&screen, nullptr, nullptr, nullptr);
    if (id_ == 0) {
      std::signal(SIGHUP, on_hangup);
      const std::string ticker = ticker_program();
      ::execl(ticker.c_str(), "ticker", "--socket", socket.c_str(), nullptr);
      ::_exit(127);
    }
    screen_.reset(screen);
    service_probe probe(socket);
    REQUIRE(eventually(within(), [&] { return probe.is_served(within()); }));
  }
  ~worker_in_terminal() {
    if (id_ > 0) {
      ::kill(id_, SIGKILL);
      ::waitpid(id_, nullptr, 0);
    }
  }
  worker_in_terminal(const worker_in_terminal&) = delete;
  worker_in_terminal& operator=(const worker_in_terminal&) = delete;

  void signal(int number) const { ::kill(id_, number); }
  void close_terminal() { screen_.close(); }
  /// Its exit code, once it has ended of itself.
  int code_at_end() {
    int status = 0;
    if (!eventually(within(), [&] { return ::waitpid(id_, &status, WNOHANG) == id_; })) return -1;
    id_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t id_ = -1;
  descriptor screen_{-1};
};

}  // namespace

TEST_CASE("A worker reads anew at SIGHUP while its terminal is there, and ends when it is closed") {
  const temporary_folder folder;
  worker_in_terminal started(folder / "s", SIG_DFL);
  started.signal(SIGHUP);
  CHECK(answers(folder / "s"));
  started.close_terminal();
  CHECK(started.code_at_end() == 0);
  CHECK_FALSE(is_listening(folder / "s"));
}

TEST_CASE("A worker that was told to ignore SIGHUP outlives its terminal") {
  const temporary_folder folder;
  worker_in_terminal started(folder / "s", SIG_IGN);
  started.close_terminal();
  // The signal of the closed terminal comes before this one, and the worker is still there after.
  started.signal(SIGHUP);
  CHECK(answers(folder / "s"));
  started.signal(SIGTERM);
  CHECK(started.code_at_end() == 0);
}
