// O1: sockets that are handed over, beside those of the settings.
#include <catch2/catch.hpp>

#include <csignal>
#include <cstddef>
#include <filesystem>
#include <string>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "integration/control/control_client.hpp"
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

}  // namespace

TEST_CASE("A socket that is handed over is served beside one of the settings", "[O1]") {
  temporary_folder folder;
  descriptor listening(listen_on(folder / "given"));
  auto plan = worker_plan::ticker().inherit(3, listening.number(), folder / "given");
  worker with(plan.option("--socket", folder / "own").as_activated("1"));
  CHECK(answers(folder / "given"));
  CHECK(answers(folder / "own"));
  stop(with);
  CHECK(std::filesystem::exists(folder / "given"));
  CHECK_FALSE(std::filesystem::exists(folder / "own"));
}

TEST_CASE("A socket that is handed over and in the settings is opened once", "[O1]") {
  temporary_folder folder;
  const bool is_tcp = GENERATE(false, true);
  descriptor listening(listen_on(is_tcp ? "127.0.0.1:0" : folder / "s"));
  const auto where = is_tcp ? tcp_address_of(listening.number()) : folder / "s";
  auto plan = worker_plan::ticker().inherit(3, listening.number(), where);
  worker with(plan.option("--socket", where).as_activated("1"));
  CHECK(answers(where));
  CHECK(with.running().wait_for_error("socket = " + where + " is handed over already"));
  stop(with);
  CHECK((is_tcp || std::filesystem::exists(folder / "s")));
}

TEST_CASE("Publishers are served at the socket of the name control, and it stays", "[O1]") {
  temporary_folder folder;
  descriptor web(listen_on(folder / "web"));
  descriptor control(listen_on(folder / "control"));
  // Named in the settings as well, or not.
  const bool is_named = GENERATE(false, true);
  auto plan = worker_plan::demo().variable("LISTEN_FDNAMES", "sluice.socket:control");
  plan.inherit(3, web.number(), folder / "web").inherit(4, control.number(), folder / "web");
  if (is_named) plan.option("--control", folder / "control");
  worker with(plan.as_activated("2"));
  subscriber stream(folder / "web", web_request("/.well-known/mercure?topic=a"));
  control_client by(folder / "control");
  by.send(update_line("a", "over control"));
  CHECK(by.read_line().find("\"id\"") != std::string::npos);
  CHECK(stream.next().data == "over control");
  stop(with);
  CHECK(std::filesystem::exists(folder / "control"));
}

TEST_CASE("A socket without a file is none for publishers, who have no tokens there", "[O1]") {
  temporary_folder folder;
  descriptor control(::socket(AF_UNIX, SOCK_STREAM, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = "sluice-test-" + std::to_string(::getpid());
  name.copy(address.sun_path + 1, name.size());
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  REQUIRE(::bind(control.number(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(control.number(), 1) == 0);
  auto plan = worker_plan::demo().variable("LISTEN_FDNAMES", "control");
  plan.inherit(3, control.number(), folder / "s").option("--socket", folder / "s");
  plan.as_activated("1");
  CHECK_THROWS_WITH(worker(plan), Catch::Contains("whoever reaches it could publish"));
}

TEST_CASE("A control socket of the settings is opened beside another that is handed over", "[O1]") {
  temporary_folder folder;
  descriptor control(listen_on(folder / "given"));
  auto plan = worker_plan::demo().variable("LISTEN_FDNAMES", "control");
  plan.inherit(3, control.number(), folder / "web");
  plan.option("--socket", folder / "web").option("--control", folder / "own");
  worker with(plan.as_activated("1"));
  for (const char* const name : {"given", "own"}) {
    control_client by(folder / name);
    by.send(update_line("a", name));
    CHECK(by.read_line().find("\"id\"") != std::string::npos);
  }
}
