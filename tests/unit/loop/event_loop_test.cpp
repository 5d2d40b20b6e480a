#include "loop/event_loop.hpp"

#include <catch2/catch.hpp>

#include "loop/wheel.hpp"

using namespace std::chrono_literals;
using sluice::time_point;
using sluice::loop::deadline;
using sluice::loop::event_loop;

namespace {

// Stops its loop when its time has come.
struct stopper final : sluice::loop::deadline_handler {
  explicit stopper(event_loop& what) : on(what) {}
  void on_deadline(time_point now) override {
    came = now;
    on.stop();
  }
  event_loop& on;
  deadline when{*this};
  time_point came{};
};

}  // namespace

TEST_CASE("A loop on which nothing else happens wakes for a deadline") {
  event_loop tested;
  stopper one(tested);
  const time_point due = sluice::clock::now() + 60ms;
  tested.deadlines().set(one.when, due);
  tested.run();
  CHECK(one.came >= due);
}

TEST_CASE("A deadline set while the loop runs comes before a later one that was set before") {
  event_loop tested;
  stopper late(tested);
  stopper early(tested);
  tested.deadlines().set(late.when, sluice::clock::now() + 1h);
  tested.post([&] { tested.deadlines().set(early.when, sluice::clock::now() + 1ms); });
  tested.run();
  CHECK(early.came != time_point());
  CHECK(late.when.is_set());
}

TEST_CASE("A loop that always has something to do has its deadlines all the same") {
  event_loop tested;
  stopper one(tested);
  tested.deadlines().set(one.when, sluice::clock::now() + 1ms);
  const std::function<void()> again = [&] { tested.post(again); };
  again();
  tested.run();
  CHECK(one.came != time_point());
}

TEST_CASE("A loop that is stopped before it runs runs nothing") {
  event_loop tested;
  bool has_run = false;
  tested.post([&] { has_run = true; });
  tested.stop();
  tested.run();
  CHECK_FALSE(has_run);
}
