// What somebody who runs the measuring program sees of it, and what it leaves behind. It is run at
// sizes at which no figure means anything.
#include <csignal>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include <fcntl.h>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

using namespace sluice::test;

namespace {

// bench_peers with a folder of its own for temporary files, which tells who belongs to it.
class measuring {
 public:
  explicit measuring(const std::vector<std::string>& words, const std::string& path = {})
      : nothing_(open("/dev/null", O_WRONLY | O_CLOEXEC)), process_(plan_of(words, path)) {}

  process& run() { return process_; }
  bool has_left_files() const { return !std::filesystem::is_empty(folder_.path()); }

  // Every server is started with a file of the folder among its words, or has one open.
  std::vector<std::string> servers() const {
    std::vector<std::string> found;
    std::error_code gone;
    for (const auto& each : std::filesystem::directory_iterator("/proc")) {
      const std::string words = content_of(each.path() / "cmdline");
      bool belongs = is_ours(words);
      for (const auto& one : std::filesystem::directory_iterator(each.path() / "fd", gone)) {
        belongs = belongs || is_ours(std::filesystem::read_symlink(one, gone).string());
      }
      if (belongs) found.push_back(words);
    }
    return found;
  }

 private:
  bool is_ours(const std::string& text) const {
    return text.find(folder_.path().string()) != std::string::npos;
  }

  // env(1) replaces what is there already; program only adds.
  program plan_of(const std::vector<std::string>& words, const std::string& path) const {
    program plan{.arguments = {"/usr/bin/env", "TMPDIR=" + folder_.path().string()}};
    if (!path.empty()) plan.arguments.push_back("PATH=" + path);
    plan.arguments.emplace_back(SLUICE_BENCH_PEERS);
    plan.arguments.insert(plan.arguments.end(), words.begin(), words.end());
    plan.descriptors = {{1, nothing_.number()}};
    return plan;
  }

  temporary_folder folder_;
  descriptor nothing_;
  process process_;
};

constexpr std::chrono::seconds run_limit(30);

}  // namespace

TEST_CASE("A run that is interrupted leaves no process and no file") {
  const int number = GENERATE(SIGINT, SIGTERM, SIGHUP);
  INFO(number);
  measuring it({"--subject", "sluice", "--streams", "100", "--seconds", "100", "paced"});
  REQUIRE(it.run().wait_for_error("sluice: paced: ", within(run_limit)));
  // The worker, nginx and nginx's own worker.
  CHECK(it.servers().size() == 3);
  it.run().signal(number);
  CHECK(it.run().wait(within(run_limit)) == 130);
  CHECK(it.run().error_lines_with("interrupted") == 1);
  CHECK_FALSE(it.has_left_files());
  CHECK(eventually(within(), [&] { return it.servers().empty(); }));
}

TEST_CASE("A subject whose program is not installed is left out, and the others are measured") {
  const temporary_folder empty;
  measuring it({"--subject", "bare-direct", "--subject", "node", "--streams", "10", "--rounds", "1",
                "--seconds", "1", "paced"},
               empty.path());
  CHECK(it.run().wait(within(run_limit)) == 0);
  CHECK(it.run().error_lines_with("node is left out: there is no node (package nodejs)") == 1);
  CHECK(it.run().error_lines_with("bare-direct: paced: 2 of 2 updates") == 1);
  CHECK_FALSE(it.has_left_files());
}

TEST_CASE("With nothing that can be measured the run ends at once") {
  const temporary_folder empty;
  measuring it({"--subject", "node"}, empty.path());
  CHECK(it.run().wait(within(run_limit)) == 2);
  CHECK(it.run().error_lines_with("nothing is left to measure") == 1);
}

TEST_CASE("Wrong words are told before anything runs") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> rows{
      {{"--rounds", "0"}, "--rounds takes a number from 1 to 100000, not 0"},
      {{"--rounds", "99999999999999999999"}, "--rounds takes a number"},
      {{"--rounds", "3x"}, "--rounds takes a number"},
      {{"--turns", "x"}, "--turns is not an option"},
      {{"--publish", "get"}, "--publish takes post, not get"},
      {{"--subject", "apache"}, "no subject is called apache"},
      {{"fast"}, "fast is no scenario"},
      {{"--rounds"}, "--rounds is no scenario, or an option without its value"},
      {{"--subject", "bare-direct", "storm"}, "no subject that was asked for has a part"},
  };
  for (const auto& [words, expected] : rows) {
    INFO(expected);
    measuring it(words);
    CHECK(it.run().wait(within(run_limit)) == 2);
    CHECK(it.run().error_lines_with(expected) == 1);
  }
}
