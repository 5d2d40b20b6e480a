// Goal: what a publisher was told is stored is there after kill -9, at whatever moment that comes.
#include <algorithm>
#include <cstdio>
#include <map>
#include <random>
#include <semaphore>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include "integration/sockets/child.hpp"
#include "integration/sqlite/history_file.hpp"
#include "support/descriptor.hpp"
#include "support/temporary_folder.hpp"

using sluice::result;
using sluice::history::durability;
using sluice::history::sqlite_log;
using sluice::test::answers;
using sluice::test::at;
using sluice::test::child;
using sluice::test::descriptor;
using sluice::test::ids_of;
using sluice::test::open_log;
using sluice::test::read_back;
using sluice::test::temporary_folder;
using sluice::test::with_id;

namespace {

constexpr int publishers = 4;

// In the child: publishes until it is killed, and writes the id of each stored update to `told`.
void publish_for_ever(sqlite_log& log, const std::string& prefix, int told) {
  std::counting_semaphore<> may_wait(50);
  for (int n = 0;; ++n) {
    may_wait.acquire();
    const std::string id = prefix + std::to_string(n);
    log.append(with_id(id, std::string(300, 'x')), answers::now(), [&, id](result<> done) {
      const std::string line = id + "\n";
      // One call, so a line is there as a whole or not at all (pipe(7), PIPE_BUF).
      if (done && ::write(told, line.data(), line.size()) < 0) std::perror("write");
      may_wait.release();
    });
  }
}

std::string run_publishers(const std::string& path, durability survives, int round, int told) {
  auto settings = at(path);
  settings.survives = survives;
  const auto log = open_log(settings);
  std::vector<std::thread> threads;
  for (int t = 0; t < publishers; ++t) {
    const std::string prefix = std::to_string(round) + "-" + std::to_string(t) + "-";
    threads.emplace_back([&, prefix] { publish_for_ever(*log, prefix, told); });
  }
  for (auto& one : threads) one.join();
  return "unreachable";
}

// The ids told until the child is killed, which happens after `enough` of them.
std::vector<std::string> told_until_killed(child& publishing, int from, std::size_t enough) {
  std::string text;
  char chunk[4096];
  for (ssize_t got; (got = ::read(from, chunk, sizeof chunk)) > 0;) {
    text.append(chunk, static_cast<std::size_t>(got));
    if (static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) >= enough) {
      publishing.kill();
    }
  }
  std::vector<std::string> ids;
  for (std::size_t at = 0, end; (end = text.find('\n', at)) != text.npos; at = end + 1) {
    ids.push_back(text.substr(at, end - at));
  }
  return ids;
}

// Each publisher's updates are there without a hole: 0, 1, 2, ...
void check_no_holes(const std::vector<std::string>& held) {
  std::map<std::string, int> next;
  for (const auto& id : held) {
    const auto border = id.rfind('-');
    int& expected = next[id.substr(0, border)];
    REQUIRE(id.substr(border + 1) == std::to_string(expected));
    ++expected;
  }
}

}  // namespace

TEST_CASE("every update that was answered is there after kill -9, twelve times over") {
  const auto survives = GENERATE(durability::power_loss, durability::process_end);
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  std::mt19937 random(11);
  std::set<std::string> answered;
  for (int round = 0; round < 12; ++round) {
    int ends[2];
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    const descriptor reading(ends[0]);
    descriptor writing(ends[1]);
    child publishing([&] { return run_publishers(path, survives, round, ends[1]); });
    writing.close();
    const auto told = told_until_killed(publishing, reading.number(), 1 + random() % 400);
    REQUIRE_FALSE(told.empty());
    answered.insert(told.begin(), told.end());
    const auto held = ids_of(read_back(path));
    const std::set<std::string> distinct(held.begin(), held.end());
    REQUIRE(distinct.size() == held.size());
    REQUIRE(std::includes(distinct.begin(), distinct.end(), answered.begin(), answered.end()));
    check_no_holes(held);
  }
}
