// Goal: `sluice publish` over a control socket publishes what it is given, once, in order, and says
// what to do when it cannot.
#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include "integration/cli/line_server.hpp"
#include "integration/cli/running_command.hpp"
#include "support/temporary_folder.hpp"

using namespace sluice::test;

namespace {

using texts = std::vector<std::string>;

std::string accepted(std::size_t number) {
  return R"({"id":"urn:x:)" + std::to_string(number) + "\"}\n";
}

// Ids by the order of the lines.
line_server::answerer accept_all() {
  return [count = std::size_t{0}](const std::string&) mutable { return accepted(++count); };
}

texts lines_of(const std::string& text) {
  texts lines;
  std::size_t begin = 0;
  for (auto end = text.find('\n'); end != text.npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

}  // namespace

TEST_CASE("Data among the words, in a file or on standard input becomes one update") {
  const temporary_folder folder;
  const std::string path = folder / "c";
  std::ofstream(folder / "data") << "from a file\n";
  const std::vector<std::pair<texts, std::string>> rows = {
      {{"it works"}, R"({"topic":"news","data":"it works"})"},
      {{"--file", folder / "data"}, R"({"topic":"news","data":"from a file\n"})"},
      {{"--also", "b", "--private", "--id", "urn:me", "--type", "t", "--retry", "5s"},
       R"({"topic":["news","b"],"data":"in\nput","private":true,"id":"urn:me","type":"t",)"
       R"("retry":5000})"},
  };
  for (const auto& [more, expected] : rows) {
    unlink(path.c_str());
    line_server server(path, accept_all());
    texts words{"publish", "news"};
    words.insert(words.end(), more.begin(), more.end());
    // By the environment, as the worker itself is told.
    const auto ending = run_command(words, more.size() > 2 ? "in\nput" : "",
                                    {{"SLUICE_CONTROL", path}, {"SLUICE_CONFIG", "/dev/null"}});
    CHECK(ending.code == 0);
    CHECK(ending.out == "urn:x:1\n");
    CHECK(ending.errors.empty());
    CHECK(server.lines() == texts{expected});
  }
}

TEST_CASE("A refusal is told with the worker's words, and a busy worker with its time") {
  const temporary_folder folder;
  const std::vector<std::pair<std::string, std::string>> rows = {
      {R"({"status":400,"error":"the topic is reserved"})",
       "sluice publish: the topic is reserved\n"},
      {R"({"status":503,"error":"history is away","retry_after":7})",
       "sluice publish: history is away (try again in 7 s)\n"},
  };
  for (const auto& [answer, expected] : rows) {
    const std::string path = folder / "c";
    unlink(path.c_str());
    const line_server server(path, [&](const std::string&) { return answer + "\n"; });
    const auto ending = run_command({"publish", "news", "x", "--control", path});
    CHECK(ending.code == 1);
    CHECK(ending.out.empty());
    CHECK(ending.errors == expected);
  }
}

TEST_CASE("A line is published when it comes, not when the input ends") {
  const temporary_folder folder;
  line_server server(folder / "c", accept_all());
  running_command publishing({"publish", "log", "--lines", "--control", folder / "c"});
  publishing.write("one\n");
  CHECK(publishing.read_line() == "urn:x:1");
  publishing.write("two\r\nth");
  CHECK(publishing.read_line() == "urn:x:2");
  publishing.write("ree");
  const auto ending = publishing.finish();
  CHECK(ending.code == 0);
  CHECK(ending.out == "urn:x:3\n");
  CHECK(server.lines() == texts{R"({"topic":"log","data":"one"})",
                                R"({"topic":"log","data":"two"})",
                                R"({"topic":"log","data":"three"})"});
}

TEST_CASE("Fifty thousand lines keep their order, at most a thousand of them unanswered") {
  constexpr std::size_t lines = 50'000;
  const temporary_folder folder;
  line_server server(folder / "c", accept_all());
  std::string input;
  for (std::size_t i = 1; i <= lines; ++i) input += std::to_string(i) + '\n';
  running_command publishing({"publish", "log", "--lines", "--control", folder / "c"});
  std::thread writer([&] {
    publishing.write(input);
    publishing.end_input();
  });
  std::size_t in_order = 0;
  for (std::size_t i = 1; i <= lines; ++i) {
    if (publishing.read_line() == "urn:x:" + std::to_string(i)) ++in_order;
  }
  writer.join();
  CHECK(in_order == lines);
  CHECK(publishing.finish().code == 0);
  const auto seen = server.lines();
  REQUIRE(seen.size() == lines);
  CHECK(seen.back() == R"({"topic":"log","data":"50000"})");
}

TEST_CASE("The window is what is unanswered: a worker that answers nothing gets a thousand lines") {
  const temporary_folder folder;
  const descriptor listening(listen_on(folder / "c"));
  running_command publishing({"publish", "log", "--lines", "--control", folder / "c"});
  const descriptor peer(accept(listening.number(), nullptr, nullptr));
  std::string input;
  for (int i = 0; i < 1500; ++i) input += "x\n";
  publishing.write(input);
  std::string got;
  const auto count = [&] { return std::count(got.begin(), got.end(), '\n'); };
  char chunk[4096];
  while (count() < 1000 && wait_ready(peer.number(), POLLIN, within())) {
    const auto bytes = read(peer.number(), chunk, sizeof chunk);
    if (bytes <= 0) break;
    got.append(chunk, static_cast<std::size_t>(bytes));
  }
  CHECK(count() == 1000);
  // An answer makes room for one more.
  const std::string answer = accepted(1);
  REQUIRE(write(peer.number(), answer.data(), answer.size()) > 0);
  REQUIRE(wait_ready(peer.number(), POLLIN, within()));
  got.assign(chunk, static_cast<std::size_t>(read(peer.number(), chunk, sizeof chunk)));
  CHECK(count() == 1);
}

TEST_CASE("A busy worker is waited for, and its lines come again in order, none lost") {
  const temporary_folder folder;
  // The third line and the ten after it are refused once; then all is well.
  std::size_t asked = 0;
  std::vector<std::string> held;
  line_server server(folder / "c", [&](const std::string& line) -> std::optional<std::string> {
    if (++asked >= 3 && asked <= 13)
      return R"({"status":503,"error":"busy","retry_after":1})"
             "\n";
    held.push_back(line);
    return R"({"id":)" + line.substr(line.rfind(':') + 1) + "\n";
  });
  std::string input;
  std::string expected;
  for (int i = 1; i <= 30; ++i) input += std::to_string(i) + '\n';
  const auto ending = run_command({"publish", "log", "--lines", "--control", folder / "c"}, input);
  CHECK(ending.code == 0);
  CHECK(ending.out == input);
  CHECK(server.lines().size() == 41);
  std::sort(held.begin(), held.end());
  CHECK(std::unique(held.begin(), held.end()) == held.end());
  CHECK(held.size() == 30);
}

TEST_CASE("A line that is refused is named, and those after it are published") {
  const temporary_folder folder;
  line_server server(folder / "c", [](const std::string& line) -> std::optional<std::string> {
    if (line.find("bad") == line.npos) return "{\"id\":\"i\"}\n";
    return "{\"status\":413,\"error\":\"the data is too long\"}\n";
  });
  const auto ending = run_command({"publish", "log", "--lines", "--control", folder / "c"},
                                  "fine\nbad\n\xFF\nfine\n");
  CHECK(ending.code == 1);
  CHECK(ending.out == "i\ni\n");
  CHECK(lines_of(ending.errors) == texts{"sluice publish: line 2: the data is too long",
                                         "sluice publish: line 3: the line is not UTF-8"});
}

TEST_CASE("When the worker goes away, it is said which lines have no answer") {
  const temporary_folder folder;
  std::size_t asked = 0;
  const line_server server(folder / "c", [&](const std::string&) -> std::optional<std::string> {
    if (++asked > 2) return std::nullopt;
    return accepted(asked);
  });
  const auto ending =
      run_command({"publish", "log", "--lines", "--control", folder / "c"}, "1\n2\n3\n4\n5\n");
  CHECK(ending.code == 3);
  CHECK(ending.out == "urn:x:1\nurn:x:2\n");
  CHECK(ending.errors ==
        "sluice publish: the worker ended the connection; 3 lines from line 3 on have no answer, "
        "and may or may not have been published\n");
}

TEST_CASE("A worker that cannot be reached is told with its path and what to do") {
  const temporary_folder folder;
  using Catch::Contains;
  const std::string absent = folder / "absent";
  const auto missing = run_command({"publish", "news", "x", "--control", absent});
  CHECK(missing.code == 3);
  CHECK(missing.errors == "sluice publish: cannot reach " + absent +
                              ": there is no such file; is `control` set to this path, and does "
                              "the worker run?\n");
  const std::string stale = folder / "stale";
  { const descriptor left(listen_on(stale)); }
  const auto refused = run_command({"publish", "news", "x", "--control", stale});
  CHECK(refused.code == 3);
  CHECK_THAT(refused.errors, Contains(stale + ": nobody listens on it"));
  std::ofstream(folder / "file") << "x";
  const auto file = run_command({"publish", "news", "x", "--control", folder / "file"});
  CHECK(file.code == 3);
}

TEST_CASE("A socket that may not be written to names the group") {
  if (geteuid() == 0) {
    WARN("root may write to every socket; there is nothing to refuse");
    return;
  }
  const temporary_folder folder;
  const std::string path = folder / "c";
  const descriptor listening(listen_on(path));
  REQUIRE(chmod(path.c_str(), 0) == 0);
  const auto denied = run_command({"publish", "news", "x", "--control", path});
  CHECK(denied.code == 3);
  CHECK_THAT(denied.errors, Catch::Contains("control-group"));
}

TEST_CASE("The configuration names the control socket") {
  const temporary_folder folder;
  line_server server(folder / "c", accept_all());
  std::ofstream(folder / "conf") << "control = " << folder / "c" << '\n';
  const auto ending = run_command({"publish", "news", "x", "--config", folder / "conf"});
  CHECK(ending.code == 0);
  CHECK(ending.out == "urn:x:1\n");
}

TEST_CASE("What answers something else is not taken for a worker") {
  const temporary_folder folder;
  const line_server server(folder / "c",
                           [](const std::string&) { return "HTTP/1.1 400 Bad Request\r\n"; });
  const auto ending = run_command({"publish", "news", "x", "--control", folder / "c"});
  CHECK(ending.code == 3);
  CHECK_THAT(ending.errors, Catch::Contains("it answers something else"));
}
