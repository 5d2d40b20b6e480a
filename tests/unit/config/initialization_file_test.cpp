#include "config/initialization_file.hpp"

#include <fstream>
#include <tuple>

#include <sys/stat.h>
#include <catch2/catch.hpp>

#include "support/temporary_folder.hpp"

namespace {

using namespace sluice::config;
using strings = std::vector<std::string>;
using row = std::tuple<std::string, std::string, std::string>;

std::vector<row> values(const reading& from) {
  std::vector<row> all;
  for (const auto& [to, value, where] : from.assignments) all.emplace_back(to->name, value, where);
  return all;
}

strings messages(std::string_view content) {
  strings all;
  for (const auto& each : read_lines(content, "f").problems) all.push_back(each.message());
  return all;
}

TEST_CASE("a line is a name, an equals sign and a value, with blanks around them") {
  CHECK(values(read_lines("loops=1\n\t drain \t=  1 0s \t\nsocket = /a\nsocket=/b=c", "f")) ==
        std::vector<row>{{"loops", "1", "f:1"},
                         {"drain", "1 0s", "f:2"},
                         {"socket", "/a", "f:3"},
                         {"socket", "/b=c", "f:4"}});
}

TEST_CASE("comments and empty lines say nothing, and count as lines") {
  CHECK(
      values(read_lines("# a = b\n\n  ; c\n \t\nloops = 1 # why\nsocket-group =\t# none\n", "f")) ==
      std::vector<row>{{"loops", "1", "f:5"}, {"socket-group", "", "f:6"}});
}

TEST_CASE("a number sign inside a word is part of it") {
  CHECK(values(read_lines("socket = /a#b\n", "f")) == std::vector<row>{{"socket", "/a#b", "f:1"}});
}

TEST_CASE("line ends of other systems and a byte order mark do no harm") {
  CHECK(values(read_lines("\xEF\xBB\xBFloops = 1\r\ndrain = 2s\r\n", "f")) ==
        std::vector<row>{{"loops", "1", "f:1"}, {"drain", "2s", "f:2"}});
}

TEST_CASE("a line that says nothing sensible is a problem with its number") {
  CHECK(messages("\nloops\n") == strings{R"(f:2: "loops" has no =; write name = value)"});
  CHECK(messages("= 1") == strings{R"(f:1: no option ""; see --help for what there is)"});
  CHECK(messages("socket_mode = 0660") ==
        strings{R"(f:1: no option "socket_mode"; did you mean socket-mode?)"});
  CHECK(messages("--loops = 1") == strings{R"(f:1: no option "--loops"; did you mean loops?)"});
  CHECK(messages("config = /f") ==
        strings{R"(f:1: no option "config"; see --help for what there is)"});
  CHECK(messages("[serve]") == strings{"f:1: there are no sections; take the line out"});
  CHECK(messages("loops = 1\n\nloops = 1\n") ==
        strings{"f:3: loops is set more than once (first at f:1); keep one"});
  CHECK(messages(std::string_view("a\0b = 1", 7)) ==
        strings{R"(f:1: no option "a\x00b"; see --help for what there is)"});
}

TEST_CASE("a file is read whole, up to a mebibyte") {
  const sluice::test::temporary_folder folder;
  const std::string largest(1024 * 1024, '\n');
  std::ofstream(folder / "a", std::ios::binary) << largest;
  std::ofstream(folder / "b", std::ios::binary) << largest << '\n';
  std::ofstream(folder / "c", std::ios::binary).flush();
  CHECK(read_content(folder / "a").value() == largest);
  CHECK(read_content(folder / "b").error().detail == folder / "b" + ": File too large");
  CHECK(read_content(folder / "c").value().empty());
}

TEST_CASE("what is not a file is not waited for") {
  const sluice::test::temporary_folder folder;
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(read_content(pipe).error() ==
        sluice::failure{sluice::errc::file_unreadable, pipe + ": not a file"});
  CHECK(read_content(folder.path().string()).error().detail ==
        folder.path().string() + ": Is a directory");
}

}  // namespace
