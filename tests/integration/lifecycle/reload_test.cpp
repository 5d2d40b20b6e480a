// SIGHUP: what changes while streams live, what waits, and what is wrong.
#include <catch2/catch.hpp>

#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include "integration/hub/hub_worker.hpp"
#include "integration/lifecycle/rewritten_file.hpp"

using namespace sluice::test;

namespace {

const std::string other_key = "another-key-of-the-tests-0123456";

worker_plan with_file(const rewritten_file& file) {
  return worker_plan::serve().option("--config", file.path());
}

token_plan signed_with(const std::string& key) {
  token_plan plan;
  plan.claims = claims_text({"*"}, {"*"});
  plan.key = key;
  return plan;
}

int publish_code(const hub_worker& with, const std::string& key) {
  const auto request = publish_request({{"topic", "a"}, {"data", key}});
  return with.answer_to(with_bearer(request, make_token(signed_with(key)))).code();
}

std::string retry_of(const subscriber& stream) {
  for (const auto& each : stream.silent_blocks()) {
    if (each.retry) return *each.retry;
  }
  return "";
}

}  // namespace

TEST_CASE("A reload changes what new streams are told, and those that are open stay") {
  const rewritten_file file("anonymous = yes\nretry-min = 3s\nretry-max = 3s\n");
  file.write("key", std::string(hub_key));
  hub_worker with(with_file(file).option("--publisher-key", file / "key"));
  auto before = with.stream(subscribe_request({"a"}));
  file.write("anonymous = yes\nretry-min = 4s\nretry-max = 4s\nloops = 3\n");
  REQUIRE(reload(with.running(), is_read_again));
  auto after = with.stream(subscribe_request({"a"}));
  publisher(with.address(), publisher_token()).publish("a", "for both");
  CHECK(before.next().data == "for both");
  CHECK(after.next().data == "for both");
  CHECK(retry_of(before) == "3000");
  CHECK(retry_of(after) == "4000");
  CHECK(with.errors().find("(" + file.path() +
                           "), and 1 key file: retry-min = 4s (was 3s); "
                           "retry-max = 4s (was 3s)\n") != std::string::npos);
  CHECK(with.running().wait_for_error("waits for a restart: loops = 3 (was 0)"));
  REQUIRE(reload(with.running(), is_read_again));
  CHECK(with.errors().find("1 key file: no option changed\n") != std::string::npos);
}

TEST_CASE("Keys are changed without a restart, and what the old one opened stays open") {
  const rewritten_file file("");
  file.write("old", std::string(hub_key));
  file.write("new", other_key);
  const std::string old_line = "publisher-key = " + file / "old" + "\n";
  const std::string new_line = "publisher-key = " + file / "new" + "\n";
  file.write(old_line);
  hub_worker with(with_file(file));
  auto stream = with.stream(with_bearer(subscribe_request({"a"}), subscriber_token()));
  CHECK(publish_code(with, std::string(hub_key)) == 200);
  CHECK(publish_code(with, other_key) == 401);
  file.write(old_line + new_line);
  REQUIRE(reload(with.running(), is_read_again));
  CHECK(publish_code(with, std::string(hub_key)) == 200);
  CHECK(publish_code(with, other_key) == 200);
  file.write(new_line);
  REQUIRE(reload(with.running(), is_read_again));
  CHECK(publish_code(with, std::string(hub_key)) == 401);
  CHECK(publish_code(with, other_key) == 200);
  // The file keeps its name, and its content is another.
  file.write("new", std::string(hub_key));
  REQUIRE(reload(with.running(), is_read_again));
  CHECK(publish_code(with, other_key) == 401);
  CHECK(publish_code(with, std::string(hub_key)) == 200);
  const std::vector<std::string> taken{std::string(hub_key), std::string(hub_key), other_key,
                                       other_key, std::string(hub_key)};
  for (const auto& each : taken) CHECK(stream.next().data == each);
}

TEST_CASE("A configuration that is wrong changes nothing, and every problem is said") {
  const rewritten_file file("");
  file.write("key", std::string(hub_key));
  const std::string key_line = "publisher-key = " + file / "key" + "\n";
  file.write(key_line);
  hub_worker with(with_file(file));
  auto stream = with.stream(with_bearer(subscribe_request({"a"}), subscriber_token()));

  file.write("anonymous = perhaps\nno-such = 1\nheartbeat = 20s\n");
  REQUIRE(reload(with.running(), "2 problems to solve before the next SIGHUP"));
  CHECK(with.running().error_lines_with("the configuration is wrong: ") == 2);
  CHECK(with.running().wait_for_error(":1: anonymous: \"perhaps\" is neither yes nor no"));
  CHECK(with.running().wait_for_error(":2: no option \"no-such\""));

  // In order by itself, and nothing comes of it.
  file.write("publisher-key = " + file / "none" +
             "\ncors-origin = https://a.example/path\nheartbeat = 20s\n");
  REQUIRE(reload(with.running(), "2 problems to solve before the next SIGHUP"));
  CHECK(with.running().wait_for_error("publisher-key: the file cannot be read"));
  CHECK(with.running().wait_for_error("cors-origin: the option's value is not valid"));

  CHECK(publish_code(with, std::string(hub_key)) == 200);
  CHECK(stream.next().data == hub_key);
  file.write(key_line + "heartbeat = 20s\n");
  REQUIRE(reload(with.running(), "heartbeat = 20s (was 15s)"));
}

TEST_CASE("Who may read and look, from which pages and how often, changes by a reload") {
  const rewritten_file file("anonymous = yes\n");
  hub_worker with(with_file(file));
  auto open = with.stream(subscribe_request({"a"}));
  auto from_page = subscribe_request({"a"}).variable("HTTP_ORIGIN", "https://a.example");
  const auto allowed = [&] {
    return with.stream(from_page).head().all("Access-Control-Allow-Origin");
  };
  CHECK(allowed().empty());
  CHECK(with.stream(web_request("/sluice/status/events")).head().code() == 200);

  file.write(
      "anonymous = yes\ncors-origin = https://a.example\naddress-limit = 1\n"
      "admin-allow = none\n");
  REQUIRE(reload(with.running(), is_read_again));
  CHECK(with.answer_to(web_request("/sluice/metrics")).code() == 401);
  {
    auto counted = with.stream(from_page);
    CHECK(counted.head().all("Access-Control-Allow-Origin") ==
          std::vector<std::string>{"https://a.example"});
    CHECK(with.answer_to(subscribe_request({"a"})).code() == 429);
  }
  file.write("");
  REQUIRE(reload(with.running(), is_read_again));
  CHECK(with.answer_to(subscribe_request({"a"})).code() == 401);
}

TEST_CASE("Reloads in the middle of everything lose nothing") {
  constexpr int updates = 300;
  const rewritten_file file("");
  file.write("key", std::string(hub_key));
  hub_worker with(with_file(file)
                      .option("--publisher-key", file / "key")
                      .flag("--anonymous")
                      .option("--loops", "2"));
  auto stream = with.stream(subscribe_request({"a"}));
  std::thread publishing([&] {
    publisher by(with.address(), publisher_token());
    for (int i = 1; i <= updates; ++i) by.publish("a", std::to_string(i));
  });
  const std::string lines[] = {"heartbeat = 20s\n", "cors-origin = https://a.example\n"};
  for (int i = 0; i < 20; ++i) {
    file.write(lines[i % 2]);
    CHECK(reload(with.running(), is_read_again));
    CHECK(with.stream(subscribe_request({"b"})).head().code() == 200);
  }
  publishing.join();
  for (int i = 1; i <= updates; ++i) REQUIRE(stream.next().data == std::to_string(i));
}

TEST_CASE("A worker that drains is not told anew what to do, nor ended by SIGHUP") {
  worker with(worker_plan::ticker().option("--drain", "10m"));
  subscriber stream(with.address(), web_request("/sluice/events?interval_ms=10"));
  with.running().signal(SIGTERM);
  REQUIRE(with.running().wait_for_error("draining 1 streams"));
  with.running().signal(SIGHUP);
  CHECK(with.running().wait_for_error("signal 1 while draining"));
  CHECK(with.running().is_running());
  with.running().signal(SIGTERM);
  CHECK(with.running().wait(within()) == 0);
}
