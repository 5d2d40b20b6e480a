// F7: the socket's file at start, at a second start, and at the end.
#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include "support/ask.hpp"
#include "support/socket.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// Design, section 8: could not reach, that is, could not listen.
constexpr int exit_not_listening = 3;

refusal start_second(const std::string& path) {
  return start_in_vain({ticker_program(), "--socket", path});
}

}  // namespace

TEST_CASE("A worker starts where a killed one left its socket's file", "[F7]") {
  temporary_folder folder;
  const auto path = folder / "s.sock";
  {
    worker first(worker_plan::ticker().address(path));
    first.running().signal(SIGKILL);
    REQUIRE(first.running().wait(within()) == -SIGKILL);
  }
  REQUIRE(std::filesystem::is_socket(path));
  worker second(worker_plan::ticker().address(path));
  CHECK(answers(path));
}

TEST_CASE("A second start is refused, and the first keeps serving", "[F7]") {
  worker first;
  subscriber stream(first.address(), web_request("/sluice/events?interval_ms=10"));
  CHECK(stream.next().id == "1");
  const auto second = start_second(first.address());
  CHECK(second.code == exit_not_listening);
  CHECK(second.errors.find(first.address()) != std::string::npos);
  CHECK(answers(first.address()));
  CHECK(stream.next().id == "2");
}

TEST_CASE("A regular file at the socket's path is refused and left alone", "[F7]") {
  temporary_folder folder;
  const auto path = folder / "s.sock";
  std::ofstream(path) << "precious";
  const auto refused = start_second(path);
  CHECK(refused.code == exit_not_listening);
  CHECK(refused.errors.find(path) != std::string::npos);
  CHECK(std::filesystem::file_size(path) == 8);
}

TEST_CASE("A symlink at the socket's path is refused and left alone", "[F7]") {
  temporary_folder folder;
  const auto path = folder / "s.sock";
  std::filesystem::create_symlink(folder / "elsewhere", path);
  CHECK(start_second(path).code == exit_not_listening);
  CHECK(std::filesystem::is_symlink(path));
  CHECK_FALSE(std::filesystem::exists(folder / "elsewhere"));
}

TEST_CASE("The mode is right at the first connect that succeeds, whatever the umask", "[F7]") {
  const mode_t mask = GENERATE(mode_t{0077}, mode_t{0000});
  worker with(worker_plan::ticker().option("--socket-mode", "0660").file_mask(mask));
  struct stat found {};
  REQUIRE(stat(with.address().c_str(), &found) == 0);
  CHECK((found.st_mode & 07777) == 0660);
}

TEST_CASE("SIGTERM removes the socket's file", "[F7]") {
  const int number = GENERATE(SIGTERM, SIGINT);
  worker with;
  with.running().signal(number);
  CHECK(with.running().wait(within()) == 0);
  CHECK_FALSE(std::filesystem::exists(with.address()));
}

TEST_CASE("SIGTERM right behind the first connect that succeeds removes the file too", "[F7]") {
  temporary_folder folder;
  const auto path = folder / "s.sock";
  process starting(program{{ticker_program(), "--socket", path}});
  REQUIRE(eventually(within(), [&] { return is_listening(path); }));
  starting.signal(SIGTERM);
  CHECK(starting.wait(within()).value_or(-1) == 0);
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("The demo binary serves its page, its script and a counter", "[F7]") {
  worker with(worker_plan::demo());
  CHECK(answers(with.address()));
  CHECK(parse_answer(ask(with.address(), web_request("/sluice/js")).output).code() == 200);
  subscriber stream(with.address(), web_request("/sluice/events").last_event_id("8"));
  CHECK(stream.next().id == "9");
}
