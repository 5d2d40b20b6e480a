// Goal: `sluice tail` writes each event of its topics once, in order, whatever becomes of the
// worker, and ends only for a reason that it says.
#include <catch2/catch.hpp>

#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include "integration/cli/hub_worker.hpp"
#include "integration/cli/running_command.hpp"
#include "integration/cli/web_server.hpp"

using namespace sluice::test;
using Catch::Contains;

TEST_CASE("A minted token publishes, and tail sees it through nginx and on the worker's socket") {
  hub_worker hub;
  hub.start();
  const web_server web(hub.address());
  running_command by_web({"tail", "news", "--url", web.url(), "--count", "2"});
  running_command by_socket({"tail", "news", "--socket", hub.address(), "--json", "--count", "2"});
  REQUIRE(is_connected(by_web));
  REQUIRE(is_connected(by_socket));
  const auto published = run_command({"publish", "news", "it works\nin two lines", "--type", "t",
                                      "--url", web.url(), "--token-file", hub.file("publisher")});
  CHECK(published.errors.empty());
  REQUIRE(published.code == 0);
  REQUIRE_THAT(published.out, Catch::StartsWith("urn:uuid:"));
  const std::string id = published.out.substr(0, published.out.size() - 1);
  CHECK(by_web.read_line() == "it works");
  CHECK(by_web.read_line() == "in two lines");
  CHECK(by_socket.read_line() ==
        R"({"id":")" + id + R"(","type":"t","data":"it works\nin two lines"})");
  // Of another topic nothing comes; the second event ends both.
  REQUIRE(hub.publish("other", "no"));
  REQUIRE(hub.publish("news", "last"));
  const auto web_ending = by_web.finish();
  CHECK(web_ending.code == 0);
  CHECK(web_ending.out == "last\n");
  CHECK(web_ending.errors == "sluice tail: connected\n");
  const auto socket_ending = by_socket.finish();
  CHECK(socket_ending.code == 0);
  CHECK_THAT(socket_ending.out, Contains(R"("type":"message","data":"last"})"));
}

TEST_CASE("Nothing is lost or doubled when the worker is killed while tail reads", "[H1]") {
  constexpr int rounds = 4;
  constexpr int events_a_round = 25;
  hub_worker hub;
  hub.start();
  running_command tail({"tail", "n", "--socket", hub.address()});
  REQUIRE(is_connected(tail));
  int sent = 0;
  for (int round = 0; round < rounds; ++round) {
    for (int i = 0; i < events_a_round; ++i) REQUIRE(hub.publish("n", std::to_string(++sent)));
    // Some are still on their way to tail.
    hub.kill();
    hub.start();
    // These are published before it is back.
    for (int i = 0; i < events_a_round; ++i) REQUIRE(hub.publish("n", std::to_string(++sent)));
  }
  int in_order = 0;
  for (int i = 1; i <= sent; ++i) {
    if (tail.read_line(within(std::chrono::seconds(20))) == std::to_string(i)) ++in_order;
  }
  CHECK(in_order == sent);
  tail.running().signal(SIGINT);
  const auto ending = tail.finish();
  CHECK(ending.code == 0);
  CHECK(ending.out.empty());
  CHECK_THAT(ending.errors, Contains("; trying again in "));
}

TEST_CASE("A web server whose worker is away is asked again until it answers", "[C2]") {
  hub_worker hub;
  const web_server web(hub.address());
  running_command tail({"tail", "news", "--url", web.url(), "--count", "1"});
  REQUIRE(tail.running().wait_for_error("the answer is 502; trying again in "));
  hub.start();
  REQUIRE(tail.running().wait_for_error("connected\n", within(std::chrono::seconds(30))));
  REQUIRE(hub.publish("news", "back"));
  CHECK(tail.read_line() == "back");
  CHECK(tail.finish().code == 0);
}

TEST_CASE("A worker that does not run is waited for, but only once with --once") {
  const temporary_folder folder;
  const std::string path = folder / "absent";
  const auto once = run_command({"tail", "news", "--socket", path, "--once"});
  CHECK(once.code == 3);
  CHECK(once.errors == "sluice tail: cannot reach " + path +
                           ": there is no such socket; does the worker run, with this --socket?\n");
  running_command tail({"tail", "news", "--socket", path});
  REQUIRE(tail.running().wait_for_error("; trying again in "));
  tail.running().signal(SIGTERM);
  CHECK(tail.finish().code == 0);
}

TEST_CASE("204 ends it with success, and once ends with the stream") {
  hub_worker hub;
  hub.start();
  const std::string counter = "http://localhost/sluice/events";
  const auto done =
      run_command({"tail", "--socket", hub.address(), "--url", counter, "--last-event-id", "9"});
  CHECK(done.code == 0);
  CHECK(done.out.empty());
  CHECK_THAT(done.errors, Contains("there is no more to come (204)"));
  const auto last = run_command(
      {"tail", "--socket", hub.address(), "--url", counter, "--last-event-id", "8", "--once"});
  CHECK(last.code == 0);
  CHECK_THAT(last.out, Catch::StartsWith("9 "));
  CHECK_THAT(last.errors, Contains("the stream ended"));
}

TEST_CASE("A refusal ends with the answer's words, and shows no token", "[H7]") {
  hub_worker hub;
  hub.start();
  const web_server web(hub.address());
  std::ofstream(hub.file("bad")) << "eyJhbGciOiJub25lIn0.e30.c2VjcmV0";
  for (const std::vector<std::string>& way : {std::vector<std::string>{"--url", web.url()},
                                              {"--socket", hub.address()},
                                              {"--url", web.url() + "/.well-known/mercure?x=1"}}) {
    std::vector<std::string> words{"tail", "news", "--token-file", hub.file("bad")};
    words.insert(words.end(), way.begin(), way.end());
    const auto ending = run_command(words);
    CHECK(ending.code == 1);
    CHECK(ending.out.empty());
    CHECK_THAT(ending.errors, Catch::StartsWith("sluice tail: the answer is 401: "));
    CHECK_THAT(ending.errors, Contains("token"));
    CHECK_THAT(ending.errors, !Contains("eyJ"));
  }
  const auto long_topic = run_command({"tail", std::string(2000, 'x'), "--socket", hub.address()});
  CHECK(long_topic.code == 1);
  CHECK_THAT(long_topic.errors, Catch::StartsWith("sluice tail: the answer is 400: "));
}

TEST_CASE("Private updates come to who presents a token that grants them") {
  hub_worker hub;
  hub.start();
  const std::string granted = hub.write_token("subscriber", {"--subscribe", "secret"});
  running_command tail(
      {"tail", "secret", "--socket", hub.address(), "--token-file", granted, "--count", "1"});
  running_command stranger({"tail", "secret", "--socket", hub.address(), "--count", "1"});
  REQUIRE(is_connected(tail));
  REQUIRE(is_connected(stranger));
  REQUIRE(hub.publish("secret", "for-some&private=on"));
  REQUIRE(hub.publish("secret", "for-all"));
  CHECK(tail.read_line() == "for-some");
  CHECK(stranger.read_line() == "for-all");
}

TEST_CASE("All that is held comes first when it is asked for") {
  hub_worker hub;
  hub.start();
  for (const char* const data : {"1", "2", "3"}) REQUIRE(hub.publish("n", data));
  const auto all = run_command(
      {"tail", "n", "--socket", hub.address(), "--last-event-id", "earliest", "--count", "3"});
  CHECK(all.code == 0);
  CHECK(all.out == "1\n2\n3\n");
}

TEST_CASE("An id that the hub does not hold is told of, in what comes and in the notes", "[H1]") {
  hub_worker hub;
  hub.start();
  REQUIRE(hub.publish("n", "1"));
  const auto found = run_command(
      {"tail", "n", "--socket", hub.address(), "--last-event-id", "urn:no", "--count", "2"});
  CHECK(found.code == 0);
  CHECK(found.out == R"({"asked":"urn:no","reason":"unknown","follows":"oldest"})"
                     "\n1\n");
  CHECK_THAT(found.errors, Contains("the hub tells of a gap"));
}

TEST_CASE("The first socket of the configuration is followed when no other is named") {
  hub_worker hub;
  hub.start();
  REQUIRE(hub.publish("n", "1"));
  const auto found =
      run_command({"tail", "n", "--last-event-id", "earliest", "--count", "1"}, "",
                  {{"SLUICE_SOCKET", hub.address()}, {"SLUICE_CONFIG", "/dev/null"}});
  CHECK(found.out == "1\n");
  const auto unnamed = run_command({"tail", "n"}, "", {{"SLUICE_CONFIG", "/dev/null"}});
  CHECK(unnamed.code == 2);
  CHECK_THAT(unnamed.errors, Contains("--url URL or --socket PATH"));
}

TEST_CASE("What is no hub is told apart") {
  hub_worker hub;
  hub.start();
  const web_server web(hub.address());
  const auto page = run_command({"tail", "n", "--url", web.url() + "/sluice/js"});
  CHECK(page.code == 1);
  CHECK_THAT(page.errors, Contains("the answer is no event stream"));
  const auto moved = run_command({"tail", "n", "--url", web.url() + "/moved"});
  CHECK(moved.code == 1);
  CHECK_THAT(moved.errors, Contains("the answer is 301: it has moved to "));
  const auto by_socket = run_command({"tail", "n", "--once", "--socket", web.url().substr(7)});
  CHECK(by_socket.code == 3);
  CHECK_THAT(by_socket.errors, Contains("does not speak FastCGI"));
}
