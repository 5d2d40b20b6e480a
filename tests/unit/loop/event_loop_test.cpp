#include "loop/event_loop.hpp"

#include <functional>
#include <future>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <catch2/catch.hpp>

#include "loop/wakeup.hpp"
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

using trace = std::vector<std::string>;

// Notes its destruction, as a coroutine's frame would.
struct noting final {
  explicit noting(bool& what) : is_gone(what) {}
  ~noting() { is_gone = true; }
  bool& is_gone;
};

boost::asio::awaitable<void> wait_for(sluice::loop::wakeup& what, trace& told, std::string name) {
  co_await what.wait();
  told.push_back(name);
}

boost::asio::awaitable<void> sleep_until(sluice::loop::wakeup& on, time_point when,
                                         time_point& woke) {
  co_await on.wait_until(when);
  woke = sluice::clock::now();
}

boost::asio::awaitable<void> wait_forever(event_loop& on, bool& is_gone) {
  const noting frame(is_gone);
  sluice::loop::wakeup never(on);
  co_await never.wait();
}

boost::asio::awaitable<void> stop_and_wait(event_loop& what, bool& is_gone) {
  const noting frame(is_gone);
  what.stop();
  co_await what.next_turn();
}

boost::asio::awaitable<void> take_turns(event_loop& on, int count, trace& told, std::string name) {
  for (int i = 0; i < count; ++i) {
    told.push_back(name);
    co_await on.next_turn();
  }
}

void ignore_end(std::exception_ptr) {}

// Another thread tells `what` something as soon as it runs.
void run_until_told(event_loop& what, const std::function<void()>& tell) {
  std::promise<void> is_running;
  what.post([&] { is_running.set_value(); });
  std::thread other([&] {
    is_running.get_future().wait();
    tell();
  });
  what.run();
  other.join();
}

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

TEST_CASE("What another thread posts ends the wait of a loop that has nothing to do") {
  event_loop tested;
  run_until_told(tested, [&] { tested.post([&] { tested.stop(); }); });
}

TEST_CASE("Another thread may stop a loop that has nothing to do") {
  event_loop tested;
  run_until_told(tested, [&] { tested.stop(); });
}

TEST_CASE("What is posted runs in its order, and what is posted meanwhile runs behind it") {
  event_loop tested;
  trace told;
  tested.post([&] {
    told.push_back("a");
    tested.post([&] { told.push_back("c"); });
  });
  tested.post([&] { told.push_back("b"); });
  tested.run_ready();
  CHECK(told == trace{"a", "b", "c"});
}

TEST_CASE("Nothing more runs once a loop is stopped") {
  event_loop tested;
  bool has_run = false;
  tested.post([&] { tested.stop(); });
  tested.post([&] { has_run = true; });
  tested.run();
  CHECK_FALSE(has_run);
}

TEST_CASE("A coroutine goes on when it is told to, and telling nobody is nothing") {
  event_loop tested;
  trace told;
  sluice::loop::wakeup one(tested);
  sluice::loop::wakeup two(tested);
  one.notify();
  tested.spawn(wait_for(one, told, "one"), ignore_end);
  tested.spawn(wait_for(two, told, "two"), ignore_end);
  tested.run_ready();
  CHECK(told.empty());
  two.notify();
  two.notify();
  tested.run_ready();
  CHECK(told == trace{"two"});
  one.notify();
  tested.run_ready();
  CHECK(told == trace{"two", "one"});
}

TEST_CASE("A coroutine sleeps to the millisecond, never too short") {
  event_loop tested;
  sluice::loop::wakeup on(tested);
  sluice::loop::wakeup later(tested);
  const time_point until = sluice::clock::now() + 7ms;
  time_point woke{};
  time_point never{};
  tested.spawn(sleep_until(later, until + 1h, never), ignore_end);
  tested.spawn(sleep_until(on, until, woke), [&](std::exception_ptr) { tested.stop(); });
  tested.run();
  CHECK(woke >= until);
  CHECK(never == time_point());
}

TEST_CASE("Coroutines that take turns have one each, and deadlines between them") {
  event_loop tested;
  stopper one(tested);
  trace told;
  tested.spawn(take_turns(tested, 3, told, "a"), ignore_end);
  tested.spawn(take_turns(tested, 3, told, "b"), ignore_end);
  tested.run_ready();
  CHECK(told == trace{"a", "b", "a", "b", "a", "b"});
  tested.deadlines().set(one.when, sluice::clock::now() + 1ms);
  tested.spawn(take_turns(tested, std::numeric_limits<int>::max(), told, ""), ignore_end);
  tested.run();
  CHECK(one.came != time_point());
}

TEST_CASE("Coroutines that still wait are destroyed with their loop") {
  bool is_sleeper_gone = false;
  bool is_next_gone = false;
  {
    event_loop tested;
    tested.spawn(wait_forever(tested, is_sleeper_gone), ignore_end);
    tested.spawn(stop_and_wait(tested, is_next_gone), ignore_end);
    tested.run();
    CHECK_FALSE(is_sleeper_gone);
    CHECK_FALSE(is_next_gone);
  }
  CHECK(is_sleeper_gone);
  CHECK(is_next_gone);
}
