// O1: an old and a new worker on one socket that neither of them made.
#include <catch2/catch.hpp>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "support/ask.hpp"
#include "support/socket.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;

namespace {

// Requests one after another, each on a connection of its own, on a thread of its own.
class steady_load final {
 public:
  explicit steady_load(std::string address)
      : address_(std::move(address)), thread_([this] { run(); }) {}
  ~steady_load() { stop(); }
  steady_load(const steady_load&) = delete;
  steady_load& operator=(const steady_load&) = delete;

  /// Waits for `count` more answers.
  bool more(std::size_t count) {
    const std::size_t wanted = answers_ + count;
    return eventually(within(), [&] { return answers_ >= wanted; });
  }
  void stop() {
    is_stopped_ = true;
    if (thread_.joinable()) thread_.join();
  }
  /// How often each answer came, once stopped: a status, or why there was none.
  const std::map<std::string, std::size_t>& counts() const { return counts_; }

 private:
  void run() {
    while (!is_stopped_) {
      ++counts_[one()];
      ++answers_;
    }
  }
  std::string one() const {
    try {
      return parse_answer(ask(address_, web_request("/sluice/page")).output).status();
    } catch (const std::exception& error) {
      return error.what();
    }
  }

  std::string address_;
  std::map<std::string, std::size_t> counts_;
  std::atomic<std::size_t> answers_ = 0;
  std::atomic<bool> is_stopped_ = false;
  std::thread thread_;
};

worker_plan on_shared(const descriptor& listening, const std::string& path) {
  auto plan = worker_plan::ticker().inherit(3, listening.number(), path).option("--drain", "1s");
  return plan.as_activated("1");
}

}  // namespace

TEST_CASE("Two workers share a socket that is handed over, and one that ends refuses nobody",
          "[O1]") {
  temporary_folder folder;
  const auto path = folder / "s.sock";
  descriptor listening(listen_on(path, 4096));
  worker older(on_shared(listening, path));
  std::vector<std::unique_ptr<subscriber>> streams;
  for (int i = 0; i < 20; ++i) {
    streams.push_back(std::make_unique<subscriber>(
        path, web_request("/sluice/events?interval_ms=10").last_event_id(std::to_string(i))));
  }
  steady_load load(path);
  REQUIRE(load.more(50));
  worker newer(on_shared(listening, path));
  REQUIRE(load.more(50));
  older.running().signal(SIGTERM);
  for (const auto& each : streams) {
    const auto ending = each->read_to_end();
    CHECK(ending.cut.empty());
    REQUIRE_FALSE(ending.events.empty());
    // Back with its id, it goes on where it was.
    const auto last = *ending.events.back().id;
    subscriber again(path, web_request("/sluice/events?interval_ms=10").last_event_id(last));
    CHECK(again.next().id == std::to_string(std::stol(last) + 1));
  }
  CHECK(older.running().wait(within()) == 0);
  REQUIRE(load.more(50));
  load.stop();
  for (const auto& [answer, count] : load.counts()) std::cout << answer << ": " << count << '\n';
  // A request that was on its way to the older worker may be answered by it that it ends.
  auto counts = load.counts();
  CHECK(counts.erase("200 OK") == 1);
  const auto told = counts.find("503 Service Unavailable");
  if (told != counts.end()) {
    CHECK(told->second == 1);
    counts.erase(told);
  }
  CHECK(counts.empty());
  CHECK(std::filesystem::is_socket(path));
}
