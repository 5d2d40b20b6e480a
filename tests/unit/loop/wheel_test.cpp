#include "loop/wheel.hpp"

#include <memory>
#include <vector>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::time_point;
using sluice::loop::deadline;
using sluice::loop::wheel;

namespace {

const time_point start = time_point() + 1h;

struct recorder final : sluice::loop::deadline_handler {
  void on_deadline(time_point now) override { came.push_back(now - start); }
  std::vector<sluice::clock::duration> came;
  deadline when{*this};
};

void run(wheel& turned, sluice::clock::duration until, sluice::clock::duration step) {
  for (auto at = step; at <= until; at += step) turned.advance(start + at);
}

}  // namespace

TEST_CASE("A deadline comes once, never early and at most a tick late") {
  for (const auto after : {0ms, 1ms, 50ms, 51ms, 999ms, 25599ms, 25600ms, 25601ms, 90000ms}) {
    wheel turned(start);
    recorder one;
    turned.set(one.when, start + after);
    run(turned, 120s, 10ms);
    REQUIRE(one.came.size() == 1);
    CHECK(one.came[0] >= after);
    CHECK(one.came[0] <= after + wheel::tick + 10ms);
    CHECK_FALSE(one.when.is_set());
  }
}

TEST_CASE("A deadline that is set anew comes at its new time only") {
  wheel turned(start);
  recorder one;
  turned.set(one.when, start + 1s);
  run(turned, 500ms, 50ms);
  turned.set(one.when, start + 3s);
  for (auto at = 550ms; at <= 5s; at += 50ms) turned.advance(start + at);
  CHECK(one.came == std::vector<sluice::clock::duration>{3s});
}

TEST_CASE("A deadline that is cleared or destroyed does not come") {
  wheel turned(start);
  recorder one;
  auto other = std::make_unique<recorder>();
  turned.set(one.when, start + 1s);
  turned.set(other->when, start + 1s);
  turned.clear(one.when);
  other.reset();
  run(turned, 2s, 50ms);
  CHECK(one.came.empty());
}

TEST_CASE("After a pause of minutes everything due comes in one advance") {
  wheel turned(start);
  std::vector<std::unique_ptr<recorder>> all;
  for (int i = 0; i < 2000; ++i) {
    all.push_back(std::make_unique<recorder>());
    turned.set(all.back()->when, start + i * 30ms);
  }
  turned.advance(start + 10min);
  for (const auto& each : all) CHECK(each->came.size() == 1);
}

TEST_CASE("A deadline may destroy another one of the same tick while it comes") {
  struct destroyer final : sluice::loop::deadline_handler {
    void on_deadline(time_point) override { victim.reset(); }
    std::unique_ptr<recorder> victim = std::make_unique<recorder>();
    deadline when{*this};
  };
  wheel turned(start);
  destroyer one;
  turned.set(one.when, start + 1s);
  turned.set(one.victim->when, start + 1s);
  run(turned, 2s, 50ms);
  CHECK_FALSE(one.victim);
}

TEST_CASE("The wheel says when to turn next: not before something may be due") {
  wheel turned(start);
  CHECK(turned.next() == time_point::max());
  recorder late;
  recorder early;
  turned.set(late.when, start + 10s);
  CHECK(turned.next() == start + 10s);
  turned.set(early.when, start + 1s + 1ms);
  CHECK(turned.next() == start + 1s + wheel::tick);
  turned.advance(turned.next() - 1ms);
  CHECK(early.came.empty());
  turned.advance(turned.next());
  CHECK(early.came.size() == 1);
  CHECK(turned.next() == start + 10s);
  turned.advance(turned.next());
  CHECK(late.came.size() == 1);
  CHECK(turned.next() == time_point::max());
}

TEST_CASE("A wheel that turns only when it says has each deadline in time") {
  wheel turned(start);
  std::vector<std::unique_ptr<recorder>> all;
  for (int i = 0; i < 300; ++i) {
    all.push_back(std::make_unique<recorder>());
    turned.set(all.back()->when, start + i * i * 1ms);
  }
  std::size_t looks = 0;
  for (; turned.next() != time_point::max(); ++looks) turned.advance(turned.next());
  for (int i = 0; i < 300; ++i) {
    const auto& came = all[static_cast<std::size_t>(i)]->came;
    REQUIRE(came.size() == 1);
    CHECK(came[0] >= i * i * 1ms);
    CHECK(came[0] <= i * i * 1ms + wheel::tick);
  }
  // One for each, and one a turn for those of a later turn.
  CHECK(looks <= 300 + 300);
}
