#include "bench/load/histogram.hpp"

#include <catch2/catch.hpp>

using namespace sluice::bench;
using namespace std::chrono_literals;

namespace {

// A step's upper end, at most 1.6 % above what was added.
void check_is(double measured, double expected) {
  CHECK(measured >= expected);
  CHECK(measured <= expected * (1 + 1.0 / 64) + 0.001);
}

}  // namespace

TEST_CASE("Quantiles of known times are found within a step", "[bench]") {
  histogram times;
  // 1 ms, 2 ms … 1,000 ms, in an order that is none.
  for (int i = 1; i <= 1000; ++i) times.add(std::chrono::milliseconds(i * 3 % 1001));
  CHECK(times.count() == 1000);
  check_is(times.quantile_ms(0), 1);
  check_is(times.quantile_ms(0.5), 500);
  check_is(times.quantile_ms(0.9), 900);
  check_is(times.quantile_ms(0.99), 990);
  check_is(times.quantile_ms(0.999), 999);
  check_is(times.quantile_ms(1), 1000);
}

TEST_CASE("One slow delivery in a hundred is above the p99, and two are not", "[bench]") {
  histogram one;
  histogram two;
  for (int i = 0; i < 99; ++i) one.add(1ms);
  one.add(1s);
  for (int i = 0; i < 98; ++i) two.add(1ms);
  two.add(1s);
  two.add(1s);
  check_is(one.quantile_ms(0.99), 1);
  check_is(one.quantile_ms(0.999), 1000);
  check_is(two.quantile_ms(0.99), 1000);
}

TEST_CASE("Every length of time is found in its step", "[bench]") {
  for (long micros = 0; micros < 10'000'000'000; micros += 1 + micros / 50) {
    histogram times;
    times.add(std::chrono::microseconds(micros));
    const double ms = static_cast<double>(micros) / 1000;
    INFO(micros);
    check_is(times.quantile_ms(0.5), ms);
  }
}

TEST_CASE("Times below zero and beyond the last step count at the ends", "[bench]") {
  histogram times;
  times.add(-5ms);
  times.add(1000h);
  CHECK(times.count() == 2);
  check_is(times.quantile_ms(0), 0);
  CHECK(times.quantile_ms(1) > std::chrono::duration<double, std::milli>(4h).count());
}

TEST_CASE("Where nothing was added there is no time", "[bench]") {
  CHECK(histogram().quantile_ms(0.99) == 0);
}
