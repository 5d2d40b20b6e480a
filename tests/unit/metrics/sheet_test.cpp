#include "metrics/sheet.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::metrics::counter;
using sluice::metrics::sheet;
using sluice::metrics::timing;
using sluice::metrics::totals;

TEST_CASE("Sheets of several parts add up") {
  sheet one, other;
  one.add(counter::deliveries);
  one.add(counter::deliveries, 41);
  other.add(counter::deliveries, 8);
  other.add(counter::gaps);
  totals sum;
  one.add_to(sum);
  other.add_to(sum);
  CHECK(sum[counter::deliveries] == 50);
  CHECK(sum[counter::gaps] == 1);
  CHECK(sum[counter::requests] == 0);
}

TEST_CASE("A duration is counted at the first bound that is not below it") {
  sheet one;
  one.observe(timing::publish, 100us);  // the first bound itself
  one.observe(timing::publish, 101us);
  one.observe(timing::publish, 5s);
  one.observe(timing::publish, 6s);
  totals sum;
  one.add_to(sum);
  const auto& times = sum[timing::publish];
  CHECK(times.by_bound.front() == 1);
  CHECK(times.by_bound[1] == 1);
  CHECK(times.by_bound[11] == 1);
  CHECK(times.by_bound.back() == 1);
  CHECK(times.count() == 4);
  CHECK(times.seconds == Approx(11.000201));
  CHECK(sum[timing::delivery].count() == 0);
}

TEST_CASE("Two threads count on one sheet without a loss") {
  sheet one;
  const auto count = [&] {
    for (int i = 0; i < 10'000; ++i) one.add(counter::requests);
  };
  std::thread first(count), second(count);
  first.join();
  second.join();
  totals sum;
  one.add_to(sum);
  CHECK(sum[counter::requests] == 20'000);
}
