#include "doctor/pace.hpp"

#include <chrono>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

#include "stream_course.hpp"

using namespace std::chrono_literals;
using namespace sluice::doctor;
using sluice::test::stream_that_came;

namespace {

pattern pattern_of(std::vector<std::chrono::milliseconds> came) {
  return judge_pace(stream_that_came(std::move(came))).how;
}

pace of(pattern how) {
  pace made;
  made.how = how;
  return made;
}

}  // namespace

TEST_CASE("Frames that come as they were sent are prompt, one late one among them too") {
  CHECK(pattern_of({2ms, 202ms, 402ms, 602ms, 802ms}) == pattern::prompt);
  CHECK(pattern_of({2ms, 290ms, 402ms, 640ms, 840ms}) == pattern::prompt);
  CHECK(pattern_of({2ms, 202ms, 790ms, 791ms, 802ms}) != pattern::buffered);
  CHECK(pattern_of({2ms, 202ms, 599ms, 602ms, 802ms}) == pattern::prompt);
}

TEST_CASE("All together is buffered, whenever that is", "[P1]") {
  CHECK(pattern_of({1000ms, 1000ms, 1000ms, 1001ms, 1002ms}) == pattern::buffered);
  // HAProxy and others hand the end on later.
  CHECK(pattern_of({5000ms, 5000ms, 5000ms, 5000ms, 5000ms}) == pattern::buffered);
}

TEST_CASE("Frames that wait for the next ones are held", "[P3]") {
  CHECK(pattern_of({402ms, 402ms, 402ms, 1002ms, 1002ms}) == pattern::held);
  CHECK(pattern_of({602ms, 602ms, 602ms, 602ms, 1002ms}) == pattern::held);
}

TEST_CASE("The same delay for each is one of the server's, the last and the first aside", "[P5]") {
  const pace judged = judge_pace(stream_that_came({207ms, 407ms, 606ms, 808ms, 1007ms}));
  CHECK(judged.how == pattern::delayed);
  CHECK(judged.delay >= 204ms);
  CHECK(judged.delay <= 206ms);
  // The first may be handed on with the head.
  CHECK(pattern_of({2ms, 407ms, 606ms, 808ms, 1007ms}) == pattern::delayed);
}

TEST_CASE("A slow way is no delay") {
  auto far = stream_that_came({402ms, 602ms, 802ms, 1002ms, 1202ms});
  far.round_trip = 400ms;
  CHECK(judge_pace(far).how == pattern::prompt);
  // What varies on it is less than half of it.
  far.frames[1].came += 180ms;
  far.frames[2].came += 190ms;
  CHECK(judge_pace(far).how == pattern::prompt);
}

TEST_CASE("A stream with frames missing is cut, and so is one without any") {
  CHECK(pattern_of({2ms, 202ms, 402ms}) == pattern::cut);
  CHECK(pattern_of({}) == pattern::cut);
}

TEST_CASE("One prompt try is enough: what a wrong server does it does each time") {
  const pace prompt = of(pattern::prompt);
  const pace late = of(pattern::delayed);
  const pace held = of(pattern::held);
  const pace buffered = of(pattern::buffered);
  const pace uneven = of(pattern::uneven);
  const auto together = [](std::vector<pace> tries) { return judge_paces(tries).how; };
  CHECK(together({late, held, prompt}) == pattern::prompt);
  CHECK(together({uneven, prompt}) == pattern::prompt);
  CHECK(together({late, late, late}) == pattern::delayed);
  CHECK(together({held, buffered, held}) == pattern::held);
  CHECK(together({uneven, held, held}) == pattern::uneven);
}

TEST_CASE("A prompt try does not undo a buffered or a cut one: two servers may answer") {
  const auto together = [](std::vector<pace> tries) { return judge_paces(tries).how; };
  CHECK(together({of(pattern::buffered), of(pattern::prompt)}) == pattern::at_times);
  CHECK(together({of(pattern::uneven), of(pattern::cut), of(pattern::prompt)}) ==
        pattern::at_times);
}

TEST_CASE("Wrong each time in a clear way is wrong, though the way changes") {
  const pace late = of(pattern::delayed);
  const pace held = of(pattern::held);
  const pace buffered = of(pattern::buffered);
  const pace cut = of(pattern::cut);
  const auto together = [](std::vector<pace> tries) { return judge_paces(tries).how; };
  CHECK(together({buffered, cut, buffered, cut, buffered}) == pattern::buffered);
  CHECK(together({late, buffered, late, buffered, late}) == pattern::delayed);
  CHECK(together({held, cut, held, held, cut}) == pattern::cut);
  CHECK(together({late, held, late, held, late}) == pattern::uneven);
  CHECK(together({buffered, of(pattern::uneven), buffered}) == pattern::uneven);
}

TEST_CASE("All together is buffered by a slow way too, where nothing counts as late", "[P1]") {
  auto far = stream_that_came({2100ms, 2100ms, 2100ms, 2101ms, 2101ms});
  far.round_trip = 1300ms;
  CHECK(judge_pace(far).how == pattern::buffered);
}

TEST_CASE("Frames leave so far apart that waiting for one shows by a slow way", "[P3]") {
  CHECK(telling_interval(2ms) == 200ms);
  CHECK(telling_interval(1300ms) == 800ms);
  CHECK(telling_interval(15s) == 1s);
}

TEST_CASE("Three tries settle what is clear, five what a busy machine does too") {
  const auto settled = [](std::vector<pace> tries) { return is_settled(tries); };
  const pace late = of(pattern::delayed);
  const pace held = of(pattern::held);
  CHECK_FALSE(settled({}));
  CHECK(settled({held, of(pattern::prompt)}));
  CHECK_FALSE(settled({late, late}));
  CHECK(settled({late, late, late}));
  CHECK_FALSE(settled({held, late, late, late}));
  CHECK_FALSE(settled({held, held, held, held}));
  CHECK(settled({held, held, held, held, held}));
}

TEST_CASE("A machine that is busy now and then is never a fault, in ten thousand tries") {
  std::mt19937 random(11);
  // A process that wants to run waits for each frame up to 90 ms, and sometimes half a second.
  std::uniform_int_distribution<int> usual(0, 90);
  std::uniform_int_distribution<int> rare(0, 500);
  std::bernoulli_distribution is_rare(0.1);
  for (int round = 0; round < 10'000; ++round) {
    std::vector<pace> tries;
    do {
      std::vector<std::chrono::milliseconds> came;
      for (int i = 0; i < 5; ++i) {
        const int wait = is_rare(random) ? rare(random) : usual(random);
        const auto at = std::chrono::milliseconds(200 * i + 2 + wait);
        // Bytes keep their order.
        came.push_back(came.empty() ? at : std::max(at, came.back()));
      }
      tries.push_back(judge_pace(stream_that_came(came)));
    } while (!is_settled(tries));
    const pattern together = judge_paces(tries).how;
    REQUIRE((together == pattern::prompt || together == pattern::uneven ||
             together == pattern::at_times));
  }
}

TEST_CASE("The size of a buffer is what comes in one lump") {
  stream_record filling;
  filling.frames_asked_for = 60;
  filling.round_trip = 1ms;
  // Frames of 1,540 bytes, each waiting until 8 KiB are there.
  constexpr std::size_t frame_bytes = 1540;
  constexpr std::size_t buffer_bytes = 8192;
  for (std::size_t i = 0; i < 60; ++i) {
    const std::size_t till_here = frame_bytes * (i + 1);
    const std::size_t lump_end = (till_here + buffer_bytes - 1) / buffer_bytes * buffer_bytes;
    const std::size_t filled_by = (lump_end + frame_bytes - 1) / frame_bytes;
    filling.frames.push_back(
        {50ms * static_cast<int>(i), 50ms * static_cast<int>(filled_by) + 1ms, lump_end});
  }
  const std::size_t found = find_buffer(filling);
  CHECK(found > 7000);
  CHECK(found < 9500);
}

TEST_CASE("No buffer is found where nothing came in lumps, or all in one") {
  CHECK(find_buffer(stream_that_came({2ms, 202ms, 402ms, 602ms, 802ms})) == 0);
  CHECK(find_buffer(stream_that_came({900ms, 900ms, 900ms, 900ms, 900ms})) == 0);
  CHECK(find_buffer(stream_that_came({})) == 0);
}
