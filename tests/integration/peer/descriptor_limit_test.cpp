// F1: more than 1,024 descriptors, and none left.
#include <catch2/catch.hpp>

#include <memory>

#include <sys/resource.h>

#include "support/ask.hpp"
#include "support/audience.hpp"
#include "support/subscriber.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// The test holds as many descriptors as the worker.
bool can_open(rlim_t descriptors) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max < descriptors) return false;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace

TEST_CASE("The soft limit is raised, and 1,500 streams get every event", "[F1]") {
  constexpr std::size_t streams = 1500;
  if (!can_open(4096)) {
    WARN("skipped: the hard limit of open files is below 4096");
    return;
  }
  worker with(worker_plan::ticker().descriptor_limits(1024, 4096));
  CHECK(with.running().wait_for_error("from 1024 to 4096"));
  audience all(with.address(), "/sluice/events?interval_ms=500", streams, within(20s));
  all.start_measuring();
  CHECK(all.wait_for_events(streams * 3, within(10s)));
  const auto seen = all.seen();
  CHECK(seen.missed == 0);
  CHECK(seen.ended == 0);
  CHECK(with.running().open_descriptors() > streams);
}

TEST_CASE("Without descriptors the worker waits, its streams go on, and it recovers", "[F1]") {
  worker with(worker_plan::ticker().descriptor_limits(64, 64));
  audience live(with.address(), "/sluice/events?interval_ms=100", 20);
  std::vector<std::unique_ptr<fcgi_peer>> tries;
  for (int i = 0; i < 200; ++i) tries.push_back(std::make_unique<fcgi_peer>(with.address()));
  REQUIRE(with.running().wait_for_error("cannot accept connections"));

  const auto used = with.running().processor_time();
  const auto start = clock::now();
  live.start_measuring();
  CHECK(live.wait_for_events(20 * 30, within(10s)));  // three seconds
  const auto share = double((with.running().processor_time() - used).count()) /
                     double(std::chrono::nanoseconds(clock::now() - start).count());
  CHECK(share < 0.05 * slowdown);
  const auto seen = live.seen();
  CHECK(seen.missed == 0);
  CHECK(seen.ended == 0);
  CHECK(with.running().error_lines_with("cannot accept connections") == 1);

  tries.clear();
  const auto freed = clock::now();
  subscriber next(with.address(), web_request("/sluice/events"));
  CHECK(next.next().id == "1");
  CHECK(clock::now() - freed < scaled(2s));
}
