// Goal: `sluice publish` and a worker's control socket understand each other, up to the reader.
#include <catch2/catch.hpp>

#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "integration/cli/hub_worker.hpp"
#include "integration/cli/running_command.hpp"

using namespace sluice::test;
using Catch::Contains;

TEST_CASE("What is published over the control socket reaches readers with all that it has") {
  hub_worker hub;
  hub.start();
  running_command tail({"tail", "a", "--socket", hub.address(), "--json", "--count", "2"});
  REQUIRE(is_connected(tail));
  const auto named = run_command({"publish", "b", "1\n2", "--also", "a", "--id", "urn:me", "--type",
                                  "t", "--retry", "3s", "--control", hub.control()});
  CHECK(named.errors.empty());
  CHECK(named.out == "urn:me\n");
  CHECK(tail.read_line() == R"({"id":"urn:me","type":"t","data":"1\n2"})");
  const auto made = run_command({"publish", "a", "3", "--control", hub.control()});
  CHECK(made.code == 0);
  REQUIRE_THAT(made.out, Catch::StartsWith("urn:uuid:"));
  const std::string id = made.out.substr(0, made.out.size() - 1);
  CHECK(tail.read_line() == R"({"id":")" + id + R"(","type":"message","data":"3"})");
  CHECK(tail.finish().code == 0);
}

TEST_CASE("A private update over the control socket stays private") {
  hub_worker hub;
  hub.start();
  running_command stranger({"tail", "secret", "--socket", hub.address(), "--count", "1"});
  REQUIRE(is_connected(stranger));
  REQUIRE(run_command({"publish", "secret", "for some", "--private", "--control", hub.control()})
              .code == 0);
  REQUIRE(run_command({"publish", "secret", "for all", "--control", hub.control()}).code == 0);
  CHECK(stranger.read_line() == "for all");
}

TEST_CASE("Five thousand lines come out as they went in, with their ids") {
  constexpr int lines = 5000;
  hub_worker hub;
  hub.start();
  std::string input;
  for (int i = 1; i <= lines; ++i) input += std::to_string(i) + '\n';
  running_command tail(
      {"tail", "n", "--socket", hub.address(), "--json", "--count", std::to_string(lines)});
  REQUIRE(is_connected(tail));
  const auto published =
      run_command({"publish", "n", "--lines", "--control", hub.control()}, input);
  CHECK(published.code == 0);
  CHECK(published.errors.empty());
  std::istringstream ids(published.out);
  int in_order = 0;
  std::string id;
  for (int i = 1; i <= lines && std::getline(ids, id); ++i) {
    const std::string expected =
        R"({"id":")" + id + R"(","type":"message","data":")" + std::to_string(i) + "\"}";
    if (tail.read_line() == expected) ++in_order;
  }
  CHECK(in_order == lines);
}

TEST_CASE("The worker's refusal is told in its own words") {
  hub_worker hub;
  hub.start();
  const auto reserved = run_command({"publish", "*", "x", "--control", hub.control()});
  CHECK(reserved.code == 1);
  CHECK(reserved.out.empty());
  CHECK_THAT(reserved.errors, Catch::StartsWith("sluice publish: ") && Contains("*"));
}

TEST_CASE("When the worker is killed amid lines, none that has an id is lost") {
  hub_worker hub;
  hub.start();
  running_command publishing({"publish", "n", "--lines", "--control", hub.control()});
  std::thread writer([&] {
    try {
      for (int i = 1;; ++i) publishing.write(std::to_string(i) + '\n');
    } catch (const std::runtime_error&) {
      // The command has ended, and with it the input's other end.
    }
  });
  std::size_t answered = 0;
  while (answered < 500 && publishing.try_read_line()) ++answered;
  hub.kill();
  const auto end = publishing.running().wait(within());
  writer.join();
  CHECK(end == 3);
  CHECK_THAT(publishing.running().errors(), Contains("may or may not have been published"));
  while (publishing.try_read_line()) ++answered;
  hub.start();
  const auto held = run_command({"tail", "n", "--socket", hub.address(), "--last-event-id",
                                 "earliest", "--count", std::to_string(answered)});
  std::string expected;
  for (std::size_t i = 1; i <= answered; ++i) expected += std::to_string(i) + '\n';
  CHECK(held.out == expected);
}
