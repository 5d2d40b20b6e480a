// O3: the log in a file that is moved, cut and filled while streams are open.
#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include <unistd.h>

#include "integration/lifecycle/rewritten_file.hpp"
#include "support/audience.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

// Whether a descriptor of the process leads to a file of a name that begins so.
bool holds(pid_t process, const std::string& beginning) {
  std::error_code gone;
  for (const auto& each : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
    const auto target = fs::read_symlink(each.path(), gone).string();
    if (target.compare(0, beginning.size(), beginning) == 0) return true;
  }
  return false;
}

bool has_line(const std::string& path, const std::string& text) {
  return content_of(path).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("A log that is moved away 100 times is let go each time, and 200 streams go on", "[O3]") {
  worker with(worker_plan::ticker().place("--log-file", "", "log"));
  const std::string path = with.folder() / "log";
  const std::string moved = with.folder() / "moved";
  const std::size_t streams = 200 / slowdown;
  audience readers(with.address(), "/sluice/events?interval_ms=100", streams);
  readers.start_measuring();
  for (int i = 0; i < 100; ++i) {
    // Over the one before: held, that one would show as deleted.
    fs::rename(path, moved);
    with.running().signal(SIGHUP);
    REQUIRE(eventually(within(), [&] { return has_line(path, is_read_again); }));
    CHECK_FALSE(holds(with.running().id(), moved));
  }
  REQUIRE(readers.wait_for_events(10 * streams, within()));
  const auto seen = readers.seen();
  CHECK(seen.ended == 0);
  CHECK(seen.missed == 0);
  CHECK(seen.worst_delay < scaled(1s));
  std::cout << "100 rotations, " << streams << " streams, " << seen.events << " events, the latest "
            << std::chrono::duration<double, std::milli>(seen.worst_delay).count() << " ms late\n";
  CHECK(with.errors().empty());
}

TEST_CASE("A log that is cut goes on at its beginning, without a hole", "[O3]") {
  worker with(worker_plan::ticker().place("--log-file", "", "log"));
  const std::string path = with.folder() / "log";
  REQUIRE(eventually(within(), [&] { return has_line(path, "serving /sluice"); }));
  REQUIRE(::truncate(path.c_str(), 0) == 0);
  with.running().signal(SIGHUP);
  REQUIRE(eventually(within(), [&] { return has_line(path, is_read_again); }));
  CHECK(content_of(path).find('\0') == std::string::npos);
  CHECK(content_of(path).find("serving") == std::string::npos);
}

TEST_CASE("Where the new log cannot be made the old one is written on until it can", "[O3]") {
  const temporary_folder folder;
  fs::create_directory(folder / "logs");
  const std::string path = folder / "logs/log";
  worker with(worker_plan::ticker().option("--log-file", path));
  fs::rename(folder / "logs", folder / "old");
  for (std::size_t lines = 1; lines <= 2; ++lines) {
    with.running().signal(SIGHUP);
    const auto complaint = "cannot open the log " + path + ": No such file or directory";
    // Once a signal, whatever is logged.
    CHECK(
        eventually(within(), [&] { return with.running().error_lines_with(complaint) == lines; }));
  }
  CHECK(eventually(within(), [&] { return has_line(folder / "old/log", is_read_again); }));
  fs::create_directory(folder / "logs");
  with.running().signal(SIGHUP);
  CHECK(eventually(within(), [&] { return has_line(path, is_read_again); }));
  CHECK_FALSE(holds(with.running().id(), folder / "old"));
  CHECK(with.running().error_lines_with("") == 2);
}

TEST_CASE("A reload that names a log which cannot be opened changes nothing") {
  const rewritten_file file("");
  worker with(worker_plan::ticker().option("--config", file.path()));
  file.write("log-file = " + file / "none/log" + "\nheartbeat = 20s\n");
  REQUIRE(reload(with.running(), "1 problem to solve before the next SIGHUP"));
  CHECK(with.running().wait_for_error("log-file: the file cannot be written"));
  file.write("heartbeat = 20s\n");
  CHECK(reload(with.running(), "heartbeat = 20s (was 15s)"));
}

TEST_CASE("A full disk is said once, and the log goes on where a reload sends it", "[O3]") {
  const rewritten_file file("log-file = /dev/full\n");
  worker with(worker_plan::ticker().option("--config", file.path()));
  REQUIRE(with.running().wait_for_error(
      "cannot write the log /dev/full: No space left on device; lines are lost until it can be"));
  file.write("log-file = " + file / "log" + "\n");
  with.running().signal(SIGHUP);
  REQUIRE(eventually(within(), [&] { return has_line(file / "log", is_read_again); }));
  CHECK(has_line(file / "log", "lines of the log are lost)\n"));
  CHECK(with.running().error_lines_with("") == 1);
  file.write("");
  CHECK(reload(with.running(), "log-file = none (was " + file / "log"));
}

TEST_CASE("A worker whose log cannot be opened does not start, and says why") {
  const auto refused =
      start_in_vain({ticker_program(), "--socket", "127.0.0.1:9", "--log-file", "/none/log"});
  CHECK(refused.code == 2);
  CHECK(refused.errors ==
        "log-file: the file cannot be written: /none/log: No such file or directory\n");
}
