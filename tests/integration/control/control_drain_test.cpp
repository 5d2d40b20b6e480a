// Goal: a worker that is told to end answers what it has read, and what it answered is held.
#include <csignal>
#include <set>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include <catch2/catch.hpp>

#include "integration/control/control_client.hpp"
#include "support/hub_request.hpp"
#include "support/subscriber.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

worker_plan demo_with_log() {
  return demo_with_control().place("--history", "sqlite:", "history.db");
}

// The ids that history holds, oldest first, up to the one that is published as the last.
std::vector<std::string> held_ids(worker& with) {
  control_client(with).ask(R"({"topic":"t","id":"the last"})");
  subscriber reader(with.address(), subscribe_request({"t"}).last_event_id("earliest"));
  std::vector<std::string> ids;
  while (ids.empty() || ids.back() != "the last") ids.push_back(*reader.next().id);
  ids.pop_back();
  return ids;
}

std::vector<std::string> ids_in(const std::string& answers) {
  std::vector<std::string> ids;
  std::istringstream lines(answers);
  for (std::string line; std::getline(lines, line);) {
    REQUIRE(id_of(line) != "");
    ids.push_back(id_of(line));
  }
  return ids;
}

}  // namespace

TEST_CASE("Every id that was answered while the worker was told to end is in history") {
  for (int round = 0; round < 5; ++round) {
    worker with(demo_with_log());
    control_client by(with);
    std::string lines;
    for (int i = 0; i < 2000; ++i) lines += update_line("t", std::to_string(i));
    lines.erase(0, by.send_some(lines));
    std::string answers;
    for (int i = 0; i < 1 + round * 50; ++i) answers += by.read_line() + '\n';
    with.running().signal(SIGTERM);
    // Until the worker takes no more: from then on a send fails.
    try {
      by.send(lines);
    } catch (const std::system_error& gone) {
      CHECK(gone.code() == std::errc::broken_pipe);
    }
    answers += by.read_to_end();
    CHECK(with.running().wait(within()) == 0);
    with.start_again();
    // One order, nothing answered that is missing. An update may be held and its answer lost, but
    // not while the worker ends in time: it answers all that it has read.
    CHECK(held_ids(with) == ids_in(answers));
  }
}

TEST_CASE("A client that waits for nothing is let go at once when the worker is told to end") {
  worker with(demo_with_control().option("--drain", "30s"));
  control_client idle(with);
  idle.ask(R"({"topic":"t"})");
  const time_point before = clock::now();
  with.running().signal(SIGTERM);
  CHECK(idle.read_to_end(within(20s)) == "");
  CHECK(with.running().wait(within(20s)) == 0);
  CHECK(clock::now() - before < 25s);
}

TEST_CASE("A line that is cut by the end of the worker is not published") {
  worker with(demo_with_log());
  control_client by(with);
  by.send(update_line("t", "whole") + R"({"topic":"t","data":"cut"})");
  const std::string id = id_of(by.read_line());
  with.running().signal(SIGTERM);
  CHECK(by.read_to_end() == "");
  with.start_again();
  CHECK(held_ids(with) == std::vector{id});
}

TEST_CASE("While the worker ends, a control socket takes no new clients") {
  worker with(demo_with_control().option("--drain", "30s"));
  subscriber reader(with.address(), subscribe_request({"t"}));
  with.running().signal(SIGTERM);
  REQUIRE(with.running().wait_for_error("draining"));
  CHECK(eventually(within(), [&] { return !is_listening(control_path(with)); }));
}

TEST_CASE("A client that takes no answers is cut when the drain time is over") {
  worker with(demo_with_control().option("--drain", "1s"));
  control_client slow(with);
  std::string rest;
  send_until_stuck(with, slow, rest);
  with.running().signal(SIGTERM);
  CHECK(with.running().wait(within(20s)) == 0);
  CHECK(with.running().wait_for_error("the drain time is over: 1 connections are cut"));
}
