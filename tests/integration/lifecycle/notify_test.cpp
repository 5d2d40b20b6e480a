// O1: what the service manager is told, as sd_notify(3) writes it.
#include <catch2/catch.hpp>

#include <csignal>
#include <cstdlib>
#include <string>

#include <unistd.h>

#include "daemon/service_manager.hpp"
#include "integration/lifecycle/notices.hpp"
#include "integration/lifecycle/stopped_thread.hpp"
#include "integration/sockets/child.hpp"
#include "support/ask.hpp"
#include "support/subscriber.hpp"
#include "support/temporary_folder.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

const std::string ready_one_loop = "READY=1\nSTATUS=serving /sluice, 1 event loop";

program notified(const notices& by, const std::string& socket) {
  program what{{ticker_program(), "--socket", socket, "--loops", "1"}};
  what.environment = {{"NOTIFY_SOCKET", by.address()}};
  return what;
}

worker_plan notified_worker(const notices& by, const std::string& loops) {
  return worker_plan::ticker().variable("NOTIFY_SOCKET", by.address()).option("--loops", loops);
}

}  // namespace

TEST_CASE("READY comes when the worker accepts, at a path and at an abstract name", "[O1]") {
  const temporary_folder folder;
  const bool is_abstract = GENERATE(false, true);
  const auto name = "@sluice-test-" + std::to_string(::getpid());
  notices manager(is_abstract ? name : folder / "notify");
  process running(notified(manager, folder / "s.sock"));
  CHECK(manager.next() == ready_one_loop);
  // At once, and not after some tries.
  const auto answer = ask(folder / "s.sock", web_request("/sluice/page"));
  CHECK(parse_answer(answer.output).code() == 200);
}

TEST_CASE("A worker that cannot listen never says READY", "[O1]") {
  const temporary_folder folder;
  notices manager(folder / "notify");
  process running(notified(manager, folder / "none/s.sock"));
  CHECK(running.wait(within()) == 3);
  CHECK_FALSE(manager.has_one_by(clock::now()));
}

TEST_CASE("STOPPING comes at SIGTERM, while the streams are still drained", "[O1]") {
  const temporary_folder folder;
  notices manager(folder / "notify");
  worker with(notified_worker(manager, "1").option("--drain", "1s"));
  CHECK(manager.next() == ready_one_loop);
  subscriber stream(with.address(), web_request("/sluice/events?interval_ms=10"));
  with.running().signal(SIGTERM);
  CHECK(manager.next() == "STOPPING=1\nSTATUS=draining 1 streams");
  stream.read_to_end();
  CHECK(with.running().wait(within()) == 0);
}

TEST_CASE("A reload is told with its time, and READY again behind it", "[O1]") {
  const temporary_folder folder;
  notices manager(folder / "notify");
  worker with(notified_worker(manager, "1"));
  CHECK(manager.next() == ready_one_loop);
  const auto before = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now().time_since_epoch());
  with.running().signal(SIGHUP);
  const std::string told = manager.next();
  const std::string start = "RELOADING=1\nMONOTONIC_USEC=";
  REQUIRE(told.substr(0, start.size()) == start);
  CHECK(std::stoll(told.substr(start.size())) >= before.count());
  CHECK(manager.next() == ready_one_loop);
}

TEST_CASE("A worker lives for the watchdog while every loop comes round, and not otherwise") {
  const temporary_folder folder;
  notices manager(folder / "notify");
  constexpr auto silence = 300ms;
  worker with(notified_worker(manager, "2").variable("WATCHDOG_USEC", "300000"));
  CHECK(manager.next() == "READY=1\nSTATUS=serving /sluice, 2 event loops");
  for (int i = 0; i < 3; ++i) CHECK(manager.next() == "WATCHDOG=1");
  {
    const stopped_thread hung(with.running().id(), "sluice-loop-1");
    // What was on its way before, and one for the answer that the loop had given.
    while (manager.has_one_by(clock::now())) manager.next();
    if (manager.has_one_by(clock::now() + silence)) manager.next();
    CHECK_FALSE(manager.has_one_by(clock::now() + 2 * silence));
  }
  CHECK(manager.next() == "WATCHDOG=1");
}

TEST_CASE("A watchdog of another process, or none that is a number, is no watchdog") {
  const temporary_folder folder;
  notices manager(folder / "notify");
  const auto silence_for = [&](const char* interval, const std::string& process) {
    return answer_of([&] {
      ::setenv("NOTIFY_SOCKET", manager.address().c_str(), 1);
      ::setenv("WATCHDOG_USEC", interval, 1);
      ::setenv("WATCHDOG_PID",
               process.empty() ? std::to_string(::getpid()).c_str() : process.c_str(), 1);
      const auto made = sluice::daemon::service_manager::from_environment();
      std::string left;
      for (const char* const each : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"}) {
        if (std::getenv(each)) left += std::string(" left ") + each;
      }
      const auto found = made.longest_silence();
      return (found ? std::to_string(found->count()) : "none") + left;
    });
  };
  CHECK(silence_for("250000", "") == "250000");
  CHECK(silence_for("250000", "1") == "none");
  CHECK(silence_for("0", "") == "none");
  CHECK(silence_for("1s", "") == "none");
}

TEST_CASE("A manager that cannot be told is said once, and the worker serves") {
  const temporary_folder folder;
  const auto where = GENERATE(as<std::string>{}, "/none/notify", "vsock:2:1234");
  worker with(worker_plan::ticker().variable("NOTIFY_SOCKET", where));
  with.running().signal(SIGHUP);
  CHECK(with.running().wait_for_error("the configuration is read again"));
  CHECK(parse_answer(ask(with.address(), web_request("/sluice/page")).output).code() == 200);
  with.running().signal(SIGTERM);
  CHECK(with.running().wait(within()) == 0);
  CHECK(with.running().error_lines_with(where) == 1);
}
