// What becomes of an update that comes over the control socket.
// GCC 12 warns of its own <regex> where a sanitizer looks on (GCC PR 105616).
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "integration/control/control_client.hpp"
#include "support/hub_request.hpp"
#include "support/subscriber.hpp"
#include "support/token.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

TEST_CASE("A line is published without a token and answered with the id its readers see") {
  worker with(demo_with_control());
  subscriber reader(with.address(), subscribe_request({"news"}));
  control_client by(with);
  const std::string answer = by.ask(R"({"topic":"news","data":"hello"})");
  const std::regex uuid_7(
      R"(\{"id":"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"\})");
  CHECK(std::regex_match(answer, uuid_7));
  const auto seen = reader.next();
  CHECK(seen.data == "hello");
  CHECK(seen.id == id_of(answer));
}

TEST_CASE("The id, type and retry time of a line are sent as they are") {
  worker with(demo_with_control());
  subscriber reader(with.address(), subscribe_request({"b"}));
  control_client by(with);
  CHECK(by.ask(R"({"topic":["a","b"],"data":"d","id":"urn:é:\"1\"","type":"t x","retry":2500})") ==
        R"({"id":"urn:é:\"1\""})");
  const auto seen = reader.next();
  CHECK(seen.data == "d");
  CHECK(seen.id == "urn:é:\"1\"");
  CHECK(seen.type == "t x");
  CHECK(seen.retry == "2500");
}

TEST_CASE("A private line reaches those alone whose token grants the topic") {
  worker with(worker_plan::hub()
                  .flag("--anonymous")
                  .file("--subscriber-key", "subscriber.key", std::string(hub_key))
                  .place("--control", "", "control.sock"));
  subscriber stranger(with.address(), subscribe_request({"a"}));
  subscriber member(with.address(), with_bearer(subscribe_request({"a"}), subscriber_token({"a"})));
  control_client by(with);
  by.ask(R"({"topic":"a","data":"secret","private":true})");
  by.ask(R"({"topic":"a","data":"public","private":false})");
  CHECK(stranger.next().data == "public");
  CHECK(member.next().data == "secret");
  CHECK(member.next().data == "public");
}

TEST_CASE("A thousand lines sent at once are answered in order, and arrive in that order") {
  constexpr int lines = 1000;
  worker with(demo_with_control());
  subscriber reader(with.address(), subscribe_request({"t"}));
  control_client by(with);
  std::string sent;
  for (int i = 0; i < lines; ++i) sent += update_line("t", std::to_string(i));
  by.send(sent);
  std::vector<std::string> ids;
  for (const std::string& answer : by.read_lines(lines)) ids.push_back(id_of(answer));
  CHECK(std::is_sorted(ids.begin(), ids.end()));
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
  for (int i = 0; i < lines; ++i) {
    const auto seen = reader.next();
    REQUIRE(seen.data == std::to_string(i));
    REQUIRE(seen.id == ids[static_cast<std::size_t>(i)]);
  }
}

TEST_CASE("Answers follow the lines, accepted and refused, over a log that takes its time") {
  worker with(demo_with_control().place("--history", "sqlite:", "history.db"));
  control_client by(with);
  std::string sent;
  for (int i = 0; i < 300; ++i) {
    sent += R"({"topic":"t","id":"id-)" + std::to_string(i) + "\"}\n";
    if (i % 3 == 0) sent += "{\"topic\":\"*\"}\n";
  }
  by.send(sent);
  int line = 0;
  for (int i = 0; i < 300; ++i) {
    ++line;
    REQUIRE(by.read_line() == R"({"id":"id-)" + std::to_string(i) + "\"}");
    if (i % 3 != 0) continue;
    ++line;
    REQUIRE(by.read_line() ==
            R"({"status":400,"error":"line )" + std::to_string(line) +
                R"(: the topic \"*\" stands for all topics and is none itself"})");
  }
}

TEST_CASE("A topic is ended behind the updates sent before, and begins anew with the next") {
  worker with(demo_with_control().place("--history", "sqlite:", "history.db"));
  subscriber reader(with.address(), subscribe_request({"match"}));
  control_client by(with);
  by.send(update_line("match", "1:0") + update_line("match", "1:1") + "{\"end\":\"match\"}\n");
  const auto answers = by.read_lines(3);
  CHECK(answers[2] == R"({"ended":"match"})");
  const auto ending = reader.read_to_end();
  REQUIRE(ending.events.size() == 2);
  CHECK(ending.events[0].data == "1:0");
  CHECK(ending.events[1].data == "1:1");
  CHECK(ending.events[1].id == id_of(answers[1]));
  CHECK(with.running().wait_for_error("the topic \"match\" is ended over the control socket"));
  CHECK(id_of(by.ask(R"({"topic":"match","data":"0:0"})")) != "");
  subscriber again(with.address(), subscribe_request({"match"}));
  by.ask(R"({"topic":"match","data":"0:1"})");
  CHECK(again.next().data == "0:1");
}

TEST_CASE("A pattern of topics is not ended") {
  worker with(demo_with_control());
  control_client by(with);
  CHECK(by.ask(R"({"end":"/books/{id}"})") ==
        R"({"status":400,"error":"line 1: a topic is ended by its name, and \"/books/{id}\" is a )"
        R"(pattern of names"})");
  CHECK(by.ask(R"({"end":""})") ==
        R"({"status":400,"error":"line 2: the field \"topic\" is empty"})");
}

TEST_CASE("Without the option there is no control socket") {
  worker with(worker_plan::demo());
  CHECK_FALSE(is_listening(control_path(with)));
  CHECK(with.running().error_lines_with("control socket") == 0);
}
