// O1: listening sockets that the worker is started with.
#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>

#include <sys/socket.h>

#include "support/ask.hpp"
#include "support/socket.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;

namespace {

void stop(worker& with) {
  with.running().signal(SIGTERM);
  CHECK(with.running().wait(within()) == 0);
}

// Starts with `number` as descriptor 3 and expects an end: exit code and words.
refusal refused_with(int number, const std::string& listen_fds) {
  program what{
      {"sh", "-c", "LISTEN_FDS=" + listen_fds + " LISTEN_PID=$$ exec \"$0\"", ticker_program()}};
  if (number >= 0) what.descriptors.emplace_back(3, number);
  process tried(what);
  const auto code = tried.wait(within());
  return {code, tried.errors()};
}

}  // namespace

TEST_CASE("Descriptor 0 that listens is served, and its file stays", "[O1][F7]") {
  temporary_folder folder;
  const auto path = folder / "s.sock";
  descriptor listening(listen_on(path));
  worker with(worker_plan::ticker().inherit(0, listening.number(), path));
  CHECK(answers(path));
  stop(with);
  CHECK(std::filesystem::is_socket(path));
}

TEST_CASE("Descriptor 3 of LISTEN_FDS is served over unix and TCP, and its file stays", "[O1]") {
  temporary_folder folder;
  const bool is_tcp = GENERATE(false, true);
  const auto wanted = is_tcp ? "127.0.0.1:0" : folder / "s.sock";
  descriptor listening(listen_on(wanted));
  const auto address = is_tcp ? tcp_address_of(listening.number()) : wanted;
  worker with(worker_plan::ticker().inherit(3, listening.number(), address).as_activated("1"));
  CHECK(answers(address));
  subscriber stream(address, web_request("/sluice/events?interval_ms=1"));
  CHECK(stream.next().id == "1");
  stop(with);
  CHECK((is_tcp || std::filesystem::is_socket(wanted)));
}

TEST_CASE("Two sockets of LISTEN_FDS are both served", "[O1]") {
  temporary_folder folder;
  descriptor first(listen_on(folder / "a.sock"));
  descriptor second(listen_on(folder / "b.sock"));
  auto plan = worker_plan::ticker();
  plan.inherit(3, first.number(), folder / "a.sock");
  plan.inherit(4, second.number(), folder / "a.sock");
  worker with(plan.as_activated("2"));
  CHECK(answers(folder / "a.sock"));
  CHECK(answers(folder / "b.sock"));
}

TEST_CASE("LISTEN_FDS for another process is ignored", "[O1]") {
  temporary_folder folder;
  descriptor listening(listen_on(folder / "s.sock"));
  program what{{ticker_program()}};
  what.environment = {{"LISTEN_FDS", "1"}, {"LISTEN_PID", "1"}};
  what.descriptors = {{3, listening.number()}};
  process tried(what);
  CHECK(tried.wait(within()) == 2);
  CHECK(tried.errors().find("--socket") != std::string::npos);
}

TEST_CASE("A descriptor that cannot listen for streams is a clear error", "[O1]") {
  SECTION("a datagram socket") {
    descriptor datagram(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    const auto refused = refused_with(datagram.number(), "1");
    CHECK(refused.code == 3);
    CHECK(refused.errors.find("cannot listen") != std::string::npos);
  }
  SECTION("a closed descriptor") {
    const auto refused = refused_with(-1, "1");
    CHECK(refused.code == 3);
    CHECK(refused.errors.find("cannot listen") != std::string::npos);
  }
}

TEST_CASE("No connect is refused while a worker is restarted on an inherited socket", "[O1]") {
  temporary_folder folder;
  const auto path = folder / "s.sock";
  descriptor listening(listen_on(path));
  for (int i = 0; i < 3; ++i) {
    // Nobody accepts yet: the kernel's queue holds the request until the worker is there.
    fcgi_peer early(path);
    early.write(web_request("/sluice/page").bytes());
    worker with(worker_plan::ticker().inherit(0, listening.number(), path));
    CHECK(parse_answer(early.read_response().output).code() == 200);
    early.close();
    stop(with);
  }
}
