// Goal: `sluice publish --url` publishes through a real web server, and says why when it cannot.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "integration/cli/hub_worker.hpp"
#include "integration/cli/running_command.hpp"
#include "integration/cli/web_server.hpp"

using namespace sluice::test;
using Catch::Contains;

namespace {

// By the token that grants everything.
std::vector<std::string> publish_words(const hub_worker& hub, const std::string& url) {
  return {"publish", "news", "--url", url, "--token-file", hub.file("publisher")};
}

std::vector<std::string> operator+(std::vector<std::string> words, std::string more) {
  words.push_back(std::move(more));
  return words;
}

}  // namespace

TEST_CASE("Lines are posted one after the other over one connection, as they come") {
  hub_worker hub;
  hub.start();
  const web_server web(hub.address());
  running_command publishing(publish_words(hub, web.url()) + "--lines");
  publishing.write("one\n");
  const std::string first = publishing.read_line();
  CHECK_THAT(first, Catch::StartsWith("urn:uuid:"));
  publishing.write("tw\xC3\xB6 & more\nthree");
  const auto ending = publishing.finish();
  CHECK(ending.code == 0);
  const auto held = run_command(
      {"tail", "news", "--socket", hub.address(), "--last-event-id", "earliest", "--count", "3"});
  CHECK(held.out == "one\ntw\xC3\xB6 & more\nthree\n");
}

TEST_CASE("A large update passes, and one that is too large is told", "[F3]") {
  hub_worker hub;
  hub.start();
  const web_server web(hub.address());
  // Under nginx's own limit of a mebibyte once it is encoded.
  const std::string large(900'000, 'x');
  CHECK(run_command(publish_words(hub, web.url()), large).code == 0);
  const auto held = run_command(
      {"tail", "news", "--socket", hub.address(), "--last-event-id", "earliest", "--count", "1"});
  CHECK(held.out == large + "\n");
  const auto refused = run_command(publish_words(hub, web.url()), large + large);
  CHECK(refused.code == 1);
  CHECK(refused.errors == "sluice publish: the web server answers 413\n");
}

TEST_CASE("A publish that is not granted is told with the answer's words, without the token",
          "[H7]") {
  hub_worker hub;
  hub.start();
  const web_server web(hub.address());
  hub.write_token("other", {"--publish", "other"});
  const auto refused =
      run_command({"publish", "news", "x", "--url", web.url(), "--token-file", hub.file("other")});
  CHECK(refused.code == 1);
  CHECK(refused.out.empty());
  CHECK_THAT(refused.errors, Catch::StartsWith("sluice publish: ") && !Contains("eyJ"));
  const auto absent =
      run_command({"publish", "news", "x", "--url", web.url(), "--token-file", hub.file("absent")});
  CHECK(absent.code == 2);
}

TEST_CASE("A busy, a moved and an absent web server are told apart") {
  hub_worker hub;
  const web_server web(hub.address());
  const auto busy = run_command(publish_words(hub, web.url() + "/busy") + "x");
  CHECK(busy.code == 1);
  CHECK(busy.errors == "sluice publish: the web server answers 503 (try again in 7 s)\n");
  const auto moved = run_command(publish_words(hub, web.url() + "/moved") + "x");
  CHECK(moved.code == 1);
  CHECK_THAT(moved.errors, Contains("the URL has moved; give the one it leads to: http"));
  const auto no_worker = run_command(publish_words(hub, web.url()) + "x");
  CHECK(no_worker.code == 1);
  CHECK(no_worker.errors == "sluice publish: the web server answers 502\n");
  const std::string nobody = "http://127.0.0.1:1";
  const auto absent = run_command(publish_words(hub, nobody) + "x");
  CHECK(absent.code == 3);
  CHECK_THAT(absent.errors, Contains("cannot reach " + nobody));
}
