// What the control socket does not take, and that it goes on behind it.
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "integration/control/control_client.hpp"
#include "support/ask.hpp"
#include "support/hub_request.hpp"
#include "support/subscriber.hpp"
#include "support/token.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

worker_plan hub_with_control() {
  return worker_plan::hub().flag("--anonymous").place("--control", "", "control.sock");
}

// One update, for both ways in.
struct said {
  std::string topic = "t";
  std::string data;
  std::string id;
  std::string type;
};

std::string as_line(const said& what) {
  return nlohmann::json(
             {{"topic", what.topic}, {"data", what.data}, {"id", what.id}, {"type", what.type}})
      .dump();
}

web_request as_form(const said& what) {
  return with_bearer(
      publish_request(
          {{"topic", what.topic}, {"data", what.data}, {"id", what.id}, {"type", what.type}}),
      publisher_token());
}

}  // namespace

TEST_CASE("Line breaks of data arrive as line breaks of one event", "[C4]") {
  worker with(demo_with_control());
  subscriber reader(with.address(), subscribe_request({"t"}));
  control_client by(with);
  by.ask(R"({"topic":"t","data":"a\u000did:9\u000d\n\u000ddata:b"})");
  by.ask(R"({"topic":"t","data":"a\n\nb\n"})");
  CHECK(reader.next().data == "a\nid:9\n\ndata:b");
  CHECK(reader.next().data == "a\n\nb\n");
}

TEST_CASE("The control socket refuses what a form is refused for, with the same words", "[C4]") {
  using std::string;
  worker with(hub_with_control());
  subscriber reader(with.address(), subscribe_request({"t", "*"}));
  control_client by(with);
  const std::vector<said> rows = {
      {"t", "x", "", "x\nevent: y"},
      {"t", "x", "1\n2", ""},
      {"t", "x", "1\r2", ""},
      {"t", "x", string("a\0b", 3), ""},
      {"t", "x", "\xC2\x85", ""},
      {"t", "x", "#1", ""},
      {"t", "x", "earliest", ""},
      {"t", "x", "", "mercure"},
      {"t", "x", "", string("\0", 1)},
      {"t", "x", string(1025, 'i'), ""},
      {"t", "x", "", string(1025, 't')},
      {"*", "x", "", ""},
      {"", "x", "", ""},
      {"t\n", "x", "", ""},
      {string(1025, 't'), "x", "", ""},
      {"/.well-known/mercure/subscriptions/a", "x", "", ""},
      {"t", string(1024 * 1024 + 1, 'x'), "", ""},
  };
  int line = 0;
  for (const said& row : rows) {
    const cgi_answer refused = parse_answer(ask(with.address(), as_form(row)).output);
    const auto answer = nlohmann::json::parse(by.ask(as_line(row)));
    CAPTURE(++line);
    CHECK((refused.code() == 400 || refused.code() == 413));
    CHECK(answer.at("status") == refused.code());
    CHECK("line " + std::to_string(line) + ": " + refused.body ==
          answer.at("error").get<string>() + ".\n");
  }
  // Of all that, nothing has reached the readers.
  by.ask(R"({"topic":"t","data":"the first","id":"1"})");
  const auto first = reader.next();
  CHECK(first.data == "the first");
  CHECK(first.id == "1");
}

TEST_CASE("A line that is no order is refused with its number, and the next one is taken") {
  worker with(demo_with_control());
  subscriber reader(with.address(), subscribe_request({"t"}));
  control_client by(with);
  CHECK(id_of(by.ask(R"({"topic":"t","data":"1"})")) != "");
  CHECK(by.ask("hello") == R"({"status":400,"error":"line 2: the line is not JSON at byte 1"})");
  CHECK(by.ask("") == R"({"status":400,"error":"line 3: the line is not JSON at byte 1"})");
  CHECK(by.ask("[]") == R"({"status":400,"error":"line 4: the line is not an object"})");
  CHECK(by.ask("{\"topic\":\"t\xFF\"}") ==
        R"({"status":400,"error":"line 5: the line is not UTF-8"})");
  CHECK(by.ask(R"({"topic":"t","data":"2","privat":true})") ==
        R"({"status":400,"error":"line 6: the member \"privat\" is unknown"})");
  CHECK(by.ask(R"({"data":"2"})") ==
        R"({"status":400,"error":"line 7: the field \"topic\" is missing"})");
  CHECK(id_of(by.ask(R"({"topic":"t","data":"3"})")) != "");
  CHECK(reader.next().data == "1");
  CHECK(reader.next().data == "3");
  // Each connection counts for itself.
  control_client other(with);
  CHECK(other.ask("x") == R"({"status":400,"error":"line 1: the line is not JSON at byte 1"})");
}

TEST_CASE("Refused lines are told in the log, one line in five seconds") {
  worker with(demo_with_control());
  control_client by(with);
  std::string lines;
  for (int i = 0; i < 500; ++i) lines += "{\"topic\":\"*\"}\n";
  by.send(lines);
  by.read_lines(500);
  CHECK(with.running().wait_for_error(
      "a line of the control socket was refused with 400: line 1: the topic \"*\" stands for all "
      "topics and is none itself"));
  // A machine that takes longer than five seconds for 500 lines may say a second one.
  CHECK(with.running().error_lines_with("a line of the control socket was refused") <= 3);
}

TEST_CASE("Data up to the message limit is taken however it is escaped, and no byte more") {
  worker with(demo_with_control().option("--message-limit", "64KiB"));
  subscriber reader(with.address(), subscribe_request({"t"}));
  control_client by(with);
  constexpr std::size_t limit = 64 * 1024;
  std::string escaped;
  for (std::size_t i = 0; i < limit; ++i) escaped += "\\u0001";
  CHECK(id_of(by.ask(R"({"topic":"t","data":")" + escaped + "\"}")) != "");
  CHECK(reader.next().data == std::string(limit, '\1'));
  CHECK(by.ask(R"({"topic":"t","data":")" + std::string(limit + 1, 'x') + "\"}") ==
        R"({"status":413,"error":"line 2: the field \"data\" is longer than 65536 bytes"})");
}

TEST_CASE("A line that is too long is dropped up to its end, and the connection lives") {
  worker with(demo_with_control().option("--message-limit", "64KiB"));
  subscriber reader(with.address(), subscribe_request({"t"}));
  control_client by(with);
  // What may stand in a line, by the worker's own words.
  by.send(std::string(8 * 1024 * 1024, '{') + "\n" + update_line("t", "behind it"), within(20s));
  const auto answer = nlohmann::json::parse(by.read_line(within(20s)));
  CHECK(answer.at("status") == 413);
  CHECK(answer.at("error").get<std::string>().starts_with("line 1: the line is longer than "));
  CHECK(id_of(by.read_line()) != "");
  CHECK(reader.next().data == "behind it");
}

TEST_CASE("A line that never ends costs the worker no more than the longest line") {
  worker with(demo_with_control().option("--message-limit", "64KiB"));
  control_client by(with);
  by.ask("{}");
  const std::size_t before = with.running().memory_kib("VmRSS");
  const std::string chunk(1024 * 1024, 'x');
  for (int i = 0; i < 64; ++i) by.send(chunk, within(20s));
  // A line may be about 1.1 MiB here, and growing doubles it for a moment.
  CHECK(with.running().memory_kib("VmRSS") < before + 16 * 1024 * slowdown);
  by.end_input();
  CHECK(by.read_to_end().starts_with(R"({"status":413,"error":"line 2: )"));
}
