// Clients that end early, read slowly, or are many.
#include <algorithm>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "integration/control/control_client.hpp"
#include "support/hub_request.hpp"
#include "support/subscriber.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// The bound that the control socket sets itself.
constexpr std::size_t most_connections = 64;

std::string numbered_lines(int from, int to) {
  std::string lines;
  for (int i = from; i < to; ++i) {
    lines += R"({"topic":"t","id":")" + std::to_string(i) + "\"}\n";
  }
  return lines;
}

std::string numbered_answers(int from, int to) {
  std::string answers;
  for (int i = from; i < to; ++i) answers += R"({"id":")" + std::to_string(i) + "\"}\n";
  return answers;
}

}  // namespace

TEST_CASE("A client that has ended its input gets all its answers, and then the end") {
  worker with(demo_with_control().place("--history", "sqlite:", "history.db"));
  control_client by(with);
  by.send(numbered_lines(0, 600) + R"({"topic":"t","id":"the last has no line break"})");
  by.end_input();
  CHECK(by.read_to_end() ==
        numbered_answers(0, 600) + R"({"id":"the last has no line break"})" + "\n");
}

TEST_CASE("A client that sends nothing and ends is let go") {
  worker with(demo_with_control());
  control_client by(with);
  by.end_input();
  CHECK(by.read_to_end() == "");
}

TEST_CASE("What a client sent before it went is published") {
  worker with(demo_with_control());
  subscriber reader(with.address(), subscribe_request({"t"}));
  control_client by(with);
  by.send(numbered_lines(0, 500));
  by.close();
  for (int i = 0; i < 500; ++i) REQUIRE(reader.next().id == std::to_string(i));
}

TEST_CASE("A client that went in the middle of a line has published the whole lines before it") {
  worker with(demo_with_control());
  subscriber reader(with.address(), subscribe_request({"t"}));
  {
    control_client by(with);
    by.send(numbered_lines(0, 2) + R"({"topic":"t","id":"cut)");
  }
  control_client next(with);
  next.ask(R"({"topic":"t","id":"next"})");
  CHECK(reader.next().id == "0");
  CHECK(reader.next().id == "1");
  CHECK(reader.next().id == "next");
}

TEST_CASE("A client that reads no answers is read no further, and loses none") {
  worker with(demo_with_control());
  control_client slow(with);
  std::string waiting;
  const int sent_lines = send_until_stuck(with, slow, waiting);
  // Others are served meanwhile.
  control_client other(with);
  CHECK(id_of(other.ask(R"({"topic":"u"})")) != "");
  std::string answers;
  const std::string expected = numbered_answers(0, sent_lines);
  while (!waiting.empty()) {
    answers += slow.read_line() + '\n';
    waiting.erase(0, slow.send_some(waiting));
  }
  slow.end_input();
  answers += slow.read_to_end();
  CHECK(answers == expected);
}

TEST_CASE("A client that asks and goes without reading costs the worker nothing that stays") {
  worker with(demo_with_control());
  control_client(with).ask(R"({"topic":"t"})");
  const std::size_t before = with.running().open_descriptors();
  for (int i = 0; i < 100; ++i) control_client(with).send(numbered_lines(0, 20));
  control_client last(with);
  last.ask(R"({"topic":"t"})");
  last.close();
  CHECK(eventually(within(), [&] { return with.running().open_descriptors() <= before; }));
}

TEST_CASE("A worker whose client has gone while its answers wait is idle") {
  worker with(demo_with_control());
  const auto descriptors = with.running().open_descriptors();
  {
    control_client by(with);
    for (int i = 0; i < 50; ++i) by.send_some(numbered_lines(0, 1000));
  }
  control_client next(with);
  next.ask(R"({"topic":"t"})");
  // All that the client had sent is published before its connection is closed.
  REQUIRE(
      eventually(within(), [&] { return with.running().open_descriptors() == descriptors + 1; }));
  // A worker that turns in circles uses all of its time, however often one looks; one that waits
  // may have something to put in order first.
  CHECK(eventually(within(), [&] {
    const auto before = with.running().processor_time();
    std::this_thread::sleep_for(scaled(100ms));
    return with.running().processor_time() - before < scaled(50ms);
  }));
}

TEST_CASE("Of more clients than there may be the next waits until one has gone") {
  worker with(demo_with_control());
  std::vector<std::unique_ptr<control_client>> clients;
  for (std::size_t i = 0; i < most_connections; ++i) {
    clients.push_back(std::make_unique<control_client>(with));
    REQUIRE(id_of(clients.back()->ask(R"({"topic":"t"})")) != "");
  }
  control_client next(with);
  next.send("{\"topic\":\"t\",\"id\":\"next\"}\n");
  CHECK(with.running().wait_for_error("cannot accept connections on the control socket"));
  CHECK_FALSE(next.has_answer(clock::now()));
  CHECK(id_of(clients[20]->ask(R"({"topic":"t"})")) != "");
  clients[10]->close();
  CHECK(next.read_line() == R"({"id":"next"})");
}
