// What `sluice config check` finds is what `sluice serve` would stumble over.
#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "support/temporary_folder.hpp"
#include "support/worker.hpp"

using namespace sluice::test;

namespace {

refusal check(std::vector<std::string> options) {
  options.insert(options.begin(), {sluice_program(), "config", "check"});
  return start_in_vain(options);
}

refusal serve(std::vector<std::string> options) {
  options.insert(options.begin(), {sluice_program(), "serve"});
  return start_in_vain(options);
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("Keys that are not there and origins that are none are found before the worker starts") {
  const temporary_folder folder;
  const std::vector<std::string> wrong{
      "--socket",         folder / "s",     "--publisher-key", folder / "none",
      "--subscriber-key", folder / "no",    "--cors-origin",   "https://a.example/path",
      "--publish-origin", "https://*.*.com"};
  const std::vector<std::string> expected{
      "publisher-key: the file cannot be read: " + folder / "none",
      "subscriber-key: the file cannot be read: " + folder / "no",
      "cors-origin: the option's value is not valid: \"https://a.example/path\"",
      "publish-origin: the option's value is not valid: \"https://*.*.com\""};
  const auto checked = check(wrong);
  const auto served = serve(wrong);
  CHECK(checked.code == 2);
  CHECK(served.code == 2);
  CHECK(holds(checked.errors, "4 problems.\n"));
  for (const auto& each : expected) {
    CHECK(holds(checked.errors, each));
    CHECK(holds(served.errors, each));
  }
}

TEST_CASE("A group that is not there is found, where a socket would be given to it") {
  const temporary_folder folder;
  const std::string why = "socket-group: there is no such group: no-such-group";
  const auto wrong = check({"--socket", folder / "s", "--socket-group", "no-such-group"});
  CHECK(wrong.code == 2);
  CHECK(wrong.errors == why + "\n1 problem.\n");
  CHECK(check({"--socket", "127.0.0.1:9000", "--socket-group", "no-such-group"}).code == 0);
}

TEST_CASE("One path is not for the web server and for publishers") {
  const temporary_folder folder;
  const auto wrong = serve({"--socket", folder / "s", "--control", folder / "s"});
  CHECK(wrong.code == 2);
  CHECK(wrong.errors == "--control: control: \"" + folder / "s" +
                            "\" is a socket for the web server as well; write another path\n");
}
