#include "config/load.hpp"

#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "support/temporary_folder.hpp"

namespace {

using namespace sluice::config;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;
using sluice::test::temporary_folder;

std::string write_file(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

effective ready(const loaded& found) {
  if (const auto* wrong = std::get_if<problems>(&found)) {
    for (const auto& each : *wrong) UNSCOPED_INFO(each.message());
  }
  REQUIRE(std::holds_alternative<effective>(found));
  return std::get<effective>(found);
}

strings messages(const loaded& found) {
  REQUIRE(std::holds_alternative<problems>(found));
  strings all;
  for (const auto& each : std::get<problems>(found)) all.push_back(each.message());
  return all;
}

TEST_CASE("without any source every option has its default") {
  const auto found = ready(load({}, {}, ""));
  CHECK(found.values == settings{});
  CHECK(found.origins.empty());
  CHECK(found.file.empty());
}

TEST_CASE("arguments win over variables, variables over the file, the file over defaults") {
  const temporary_folder folder;
  const auto path = write_file(folder / "s.conf",
                               "heartbeat = 11s\n"
                               "drain = 12s\n"
                               "loops = 2\n");
  const auto found = ready(
      load({"--heartbeat", "31s"}, {{"SLUICE_HEARTBEAT", "21s"}, {"SLUICE_DRAIN", "22s"}}, path));
  CHECK(found.values.heartbeat == 31s);
  CHECK(found.values.drain == 22s);
  CHECK(found.values.loops == 2);
  CHECK(found.values.retry_min == 2s);
  CHECK(found.file == path);
  CHECK(found.origins == std::map<std::string_view, std::string>{{"heartbeat", "--heartbeat"},
                                                                 {"drain", "SLUICE_DRAIN"},
                                                                 {"loops", path + ":3"}});
}

TEST_CASE("the values of a repeatable option come from one source") {
  const temporary_folder folder;
  const auto path = write_file(folder / "s.conf", "socket = /f/1\nsocket = /f/2\n");
  const environment variables{{"SLUICE_SOCKET", " /e/1  /e/2 "}};
  const strings arguments{"--socket", "/a/1", "--socket=/a/2"};

  const auto from_file = ready(load({}, {}, path));
  CHECK(from_file.values.sockets == strings{"/f/1", "/f/2"});
  CHECK(from_file.origins.at("socket") == path + ":1, " + path + ":2");
  const auto from_variable = ready(load({}, variables, path));
  CHECK(from_variable.values.sockets == strings{"/e/1", "/e/2"});
  CHECK(from_variable.origins.at("socket") == "SLUICE_SOCKET");
  const auto from_arguments = ready(load(arguments, variables, path));
  CHECK(from_arguments.values.sockets == strings{"/a/1", "/a/2"});
  CHECK(from_arguments.origins.at("socket") == "--socket");
}

TEST_CASE("the file is the argument's, else the variable's, else the default one") {
  const temporary_folder folder;
  const auto one = write_file(folder / "1", "loops = 1\n");
  const auto two = write_file(folder / "2", "loops = 2\n");
  const auto three = write_file(folder / "3", "loops = 3\n");
  const environment variables{{"SLUICE_CONFIG", two}};
  CHECK(ready(load({"--config", one}, variables, three)).values.loops == 1);
  CHECK(ready(load({}, variables, three)).values.loops == 2);
  CHECK(ready(load({}, {}, three)).values.loops == 3);
  CHECK(ready(load({"--config=/dev/null"}, variables, three)).values.loops == 0);
}

TEST_CASE("a default file may be missing, a file that is asked for may not") {
  const temporary_folder folder;
  const auto missing = folder / "missing.conf";
  CHECK(ready(load({}, {}, missing)).file.empty());
  CHECK(ready(load({}, {}, missing + "/below")).file.empty());
  CHECK(messages(load({"--config", missing}, {}, "")) ==
        strings{"--config: the file cannot be read: " + missing +
                ": No such file or directory; name a readable file"});
  CHECK(messages(load({}, {{"SLUICE_CONFIG", missing}}, "")) ==
        strings{"SLUICE_CONFIG: the file cannot be read: " + missing +
                ": No such file or directory; name a readable file"});
}

TEST_CASE("a default file that is there and cannot be read is a problem") {
  const temporary_folder folder;
  const auto path = folder.path().string();
  CHECK(messages(load({}, {}, path)) == strings{path + ": the file cannot be read: " + path +
                                                ": Is a directory; name a readable file"});
}

TEST_CASE("every problem of every source is told, those of the losers too") {
  const temporary_folder folder;
  const auto path = write_file(folder / "s.conf",
                               "heartbeat = 2d\n"
                               "sokcet = /run/s\n"
                               "[main]\n"
                               "loops 3\n"
                               "drain = 1s\n"
                               "drain = 2s\n");
  const environment variables{{"SLUICE_HARTBEAT", "1s"}, {"SLUICE_LOOPS", "99"}};
  const strings arguments{"--heartbeat",    "20s",        "--socket-mod", "0660", "stray",
                          "--demo=perhaps", "--base-path"};
  CHECK(messages(load(arguments, variables, path)) ==
        strings{
            path + R"(:2: no option "sokcet"; did you mean socket?)",
            path + ":3: there are no sections; take the line out",
            path + R"(:4: "loops 3" has no =; write name = value)",
            path + ":6: drain is set more than once (first at " + path + ":5); keep one",
            path + R"(:1: heartbeat: "2d" is not a duration; write a number with ms, s, m or h, )"
                   "such as 500ms, 15s, 10m or 24h (allowed: 0 = off, or 1s to 1h)",
            "SLUICE_HARTBEAT: no such variable; did you mean SLUICE_HEARTBEAT?",
            R"(SLUICE_LOOPS: "99" is out of range; write 0 = one a processor core, at most 4, )"
            "or 1 to 64",
            "--base-path: has no value; write --base-path VALUE",
            "--socket-mod: no such option; did you mean --socket-mode?",
            "stray: unexpected argument; options begin with --",
            R"(--demo: "perhaps" is neither yes nor no; write true or false)",
        });
}

TEST_CASE("the shortest retry is not above the longest, whatever the sources") {
  const temporary_folder folder;
  CHECK(messages(load({"--retry-min", "9s"}, {}, "")) ==
        strings{"--retry-min: retry-min: 9s is longer than retry-max, 5s; "
                "write retry-min <= retry-max"});
  CHECK(messages(load({}, {{"SLUICE_RETRY_MAX", "1s"}}, "")) ==
        strings{"SLUICE_RETRY_MAX: retry-min: 2s is longer than retry-max, 1s; "
                "write retry-min <= retry-max"});
  const auto path = write_file(folder / "s.conf", "retry-min = 20s\n");
  CHECK(ready(load({"--retry-max", "20s"}, {}, path)).values.retry_min == 20s);
}

TEST_CASE("a value is not compared with one that could not be read") {
  CHECK(messages(load({"--retry-min", "9s", "--retry-max", "20x"}, {}, "")).size() == 1);
}

TEST_CASE("an address to listen on is given once") {
  CHECK(messages(load({"--socket", "/s", "--socket", "/s"}, {}, "")) ==
        strings{R"(--socket: socket: "/s" is given more than once; keep one)"});
}

TEST_CASE("the web server and publishers have a socket each") {
  CHECK(messages(load({"--socket", "/run/s", "--control", "/run/s"}, {}, "")) ==
        strings{R"(--control: control: "/run/s" is a socket for the web server as well; )"
                "write another path"});
  CHECK(ready(load({"--socket", "/run/s", "--control", "/run/c"}, {}, "")).values.control ==
        "/run/c");
}

TEST_CASE("an address is judged as the worker judges it") {
  const auto is_fine = [](const std::string& address) {
    return std::holds_alternative<effective>(load({"--socket", address}, {}, ""));
  };
  CHECK(is_fine("127.0.0.1:9000"));
  CHECK(is_fine("localhost:9000"));
  CHECK(is_fine("[::1]:9000"));
  CHECK_FALSE(is_fine("::1:9000"));
  CHECK_FALSE(is_fine("[::1:9000"));
  CHECK_FALSE(is_fine("[]:9000"));
  CHECK_FALSE(is_fine(":9000"));
  CHECK_FALSE(is_fine("localhost"));
  CHECK_FALSE(is_fine("localhost:0"));
}

TEST_CASE("help and version win over any problem") {
  const auto asked = [](const strings& arguments) {
    const auto found = load(arguments, {{"SLUICE_NONE_SUCH", "1"}}, "");
    return std::holds_alternative<question>(found) ? std::get<question>(found) : question::none;
  };
  CHECK(asked({"--help"}) == question::help);
  CHECK(asked({"-h"}) == question::help);
  CHECK(asked({"--version"}) == question::version);
  CHECK(asked({"--nonsense", "--heartbeat", "x", "--help"}) == question::help);
  CHECK(asked({"--version", "--help"}) == question::help);
  CHECK(asked({"--nonsense"}) == question::none);
}

}  // namespace
