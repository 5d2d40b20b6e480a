#include <array>
#include <atomic>
#include <optional>
#include <thread>

#include <catch2/catch.hpp>

#include "base/log.hpp"

using namespace std::chrono_literals;
using sluice::time_point;
using sluice::log::limiter;

namespace {

constexpr std::optional<std::size_t> held_back;
const time_point start = time_point() + 1h;

}  // namespace

TEST_CASE("The first line is written at once, and the next when the interval is over") {
  limiter by(5s);
  CHECK(by.admit(start) == 0U);
  CHECK(by.admit(start) == held_back);
  CHECK(by.admit(start + 5s - 1ns) == held_back);
  CHECK(by.admit(start + 5s).has_value());
}

TEST_CASE("A line says how many were held back before it, each counted once") {
  limiter by(5s);
  CHECK(by.admit(start) == 0U);
  for (int i = 0; i < 7; ++i) CHECK(by.admit(start + 1s) == held_back);
  CHECK(by.admit(start + 6s) == 7U);
  CHECK(by.admit(start + 7s) == held_back);
  CHECK(by.admit(start + 11s) == 1U);
  CHECK(by.admit(start + 1h) == 0U);
}

TEST_CASE("The interval counts from the line that was written, not from those held back") {
  limiter by(5s);
  CHECK(by.admit(start) == 0U);
  for (auto at = start + 1s; at < start + 5s; at += 1s) CHECK(by.admit(at) == held_back);
  CHECK(by.admit(start + 5s) == 4U);
}

TEST_CASE("Limiters do not hold each other's lines back") {
  limiter one(5s);
  limiter other(5s);
  CHECK(one.admit(start) == 0U);
  CHECK(other.admit(start) == 0U);
}

TEST_CASE("Of many threads at the same moment one writes, and every other line is counted") {
  constexpr std::size_t lines_a_thread = 10'000;
  limiter by(5s);
  std::atomic<std::size_t> written = 0;
  std::array<std::thread, 4> threads;
  for (auto& thread : threads) {
    thread = std::thread([&] {
      for (std::size_t i = 0; i < lines_a_thread; ++i) written += by.admit(start) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(written == 1);
  CHECK(by.admit(start + 5s) == threads.size() * lines_a_thread - 1);
}
