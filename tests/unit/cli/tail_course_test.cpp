#include "cli/tail_course.hpp"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "base/exit_code.hpp"

using namespace std::chrono_literals;
using namespace sluice::cli;
using sluice::time_point;
using sluice::sse::message;
using kind = tail_action::kind;

namespace {

constexpr time_point start{};

tail_action go_on(const std::string& note = "") {
  return {kind::go_on, note, {}, 0};
}
tail_action wait(time_point until, const std::string& note) {
  return {kind::wait, note, until, 0};
}
tail_action end(int exit_code, const std::string& note) {
  return {kind::end, note, {}, exit_code};
}

// With the smallest random number, so that a back-off is half of its limit.
tail_course course_of(tail_options options = {}) {
  return tail_course(std::move(options), [] { return 0.0; });
}

tail_event event_with(const std::string& id) {
  return {message{"message", "x", id}};
}

}  // namespace

TEST_CASE("A stream that is lost is asked for again after its own retry time") {
  tail_course course = course_of();
  CHECK(course.start().what == kind::connect);
  CHECK(course.resume(tail_opened{}, start) == go_on("connected"));
  CHECK(course.resume(tail_lost{"the stream ended"}, start) ==
        wait(start + 2s, "the stream ended; trying again in 2s"));
  CHECK(course.resume(tail_woken{}, start + 2s).what == kind::connect);
  course.resume(tail_opened{}, start);
  CHECK(course.resume(tail_position{"", 3456ms}, start) == go_on());
  CHECK(course.resume(tail_lost{"gone"}, start) ==
        wait(start + 3456ms, "gone; trying again in 3456ms"));
}

TEST_CASE("Failures back off to thirty seconds, spread by chance, until a stream opens") {
  double chance = 0;
  tail_course course({}, [&] { return chance; });
  const std::pair<std::chrono::milliseconds, std::chrono::milliseconds> rows[] = {
      {1s, 2s}, {2s, 4s}, {4s, 8s}, {8s, 16s}, {15s, 30s}, {15s, 30s}, {15s, 30s}};
  tail_course other({}, [] { return 0.999999; });
  for (const auto& [shortest, longest] : rows) {
    CHECK(course.resume(tail_lost{"no"}, start).until == start + shortest);
    const auto late = other.resume(tail_lost{"no"}, start).until - start;
    CHECK(late <= longest);
    CHECK(late >= longest - 1ms);
  }
  course.resume(tail_opened{}, start);
  CHECK(course.resume(tail_lost{"no"}, start).until == start + 2s);
  CHECK(course.resume(tail_lost{"no"}, start).until == start + 1s);
}

TEST_CASE("A thousand failures in a row do not overflow the back-off") {
  tail_course course = course_of();
  for (int i = 0; i < 1000; ++i) course.resume(tail_lost{"no"}, start);
  CHECK(course.resume(tail_lost{"no"}, start).until == start + 15s);
}

TEST_CASE("A stream may ask for more than the back-off, but not for ever") {
  tail_course course = course_of();
  course.resume(tail_opened{}, start);
  course.resume(tail_position{"", 60s}, start);
  CHECK(course.resume(tail_lost{"no"}, start).until == start + 60s);
  CHECK(course.resume(tail_lost{"no"}, start).until == start + 30s);
  course.resume(tail_position{"", std::chrono::milliseconds::max()}, start);
  course.resume(tail_opened{}, start);
  CHECK(course.resume(tail_lost{"no"}, start).until == start + 1h);
  course.resume(tail_position{"", 0ms}, start);
  course.resume(tail_opened{}, start);
  CHECK(course.resume(tail_lost{"no"}, start).until == start);
}

TEST_CASE("Answers that will change are tried again, and the others end", "[C2]") {
  struct row {
    tail_answered what;
    tail_action expected;
  };
  const row rows[] = {
      {{204, ""}, end(sluice::exit_fine, "there is no more to come (204)")},
      {{401, "The token has expired."},
       end(sluice::exit_failed, "the answer is 401: The token has expired.")},
      {{403, ""}, end(sluice::exit_failed, "the answer is 403")},
      {{400, "no topic"}, end(sluice::exit_failed, "the answer is 400: no topic")},
      {{301, "it has moved to /x"},
       end(sluice::exit_failed, "the answer is 301: it has moved to /x")},
      {{200, "hello"},
       end(sluice::exit_failed, "the answer is no event stream; is this the URL of a hub?")},
      {{502, ""}, wait(start + 1s, "the answer is 502; trying again in 1s")},
      {{503, "busy", 7s}, wait(start + 7s, "the answer is 503: busy; trying again in 7s")},
      {{429, "", 0s}, wait(start + 1s, "the answer is 429; trying again in 1s")},
  };
  for (const auto& [what, expected] : rows) {
    INFO(what.status);
    CHECK(course_of().resume(what, start) == expected);
  }
}

TEST_CASE("Once is once: a stream that ends is fine, one that never came is not") {
  tail_options once;
  once.then = after_end::leave;
  CHECK(course_of(once).resume(tail_lost{"no such socket"}, start) ==
        end(sluice::exit_unreachable, "no such socket"));
  CHECK(course_of(once).resume(tail_answered{503, "busy"}, start) ==
        end(sluice::exit_failed, "the answer is 503: busy"));
  tail_course course = course_of(once);
  course.resume(tail_opened{}, start);
  CHECK(course.resume(tail_lost{"the stream ended"}, start) ==
        end(sluice::exit_fine, "the stream ended"));
}

TEST_CASE("After as many events as were asked for it ends") {
  tail_options two;
  two.count = 2;
  tail_course course = course_of(two);
  course.resume(tail_opened{}, start);
  CHECK(course.resume(event_with("1"), start).what == kind::print);
  course.resume(tail_lost{"gone"}, start);
  course.resume(tail_opened{}, start);
  const tail_action last = course.resume(event_with("2"), start);
  CHECK(last.what == kind::print_and_end);
  CHECK(last.exit_code == sluice::exit_fine);
}

TEST_CASE("An interrupt ends it as asked, whatever it does") {
  CHECK(course_of().resume(tail_interrupted{}, start) == end(sluice::exit_fine, ""));
}

TEST_CASE("The last id outlives its stream, and only a stream that had one takes it back") {
  tail_options from;
  from.last_event_id = "given";
  tail_course course = course_of(from);
  course.resume(tail_opened{}, start);
  CHECK(course.last_event_id() == "given");
  course.resume(event_with(""), start);
  CHECK(course.last_event_id() == "given");
  course.resume(event_with("7"), start);
  CHECK(course.last_event_id() == "7");
  course.resume(tail_position{"8", {}}, start);
  CHECK(course.last_event_id() == "8");
  course.resume(tail_lost{"gone"}, start);
  course.resume(tail_opened{}, start);
  // The gap event, which has no id, comes first on a new stream.
  course.resume(event_with(""), start);
  CHECK(course.last_event_id() == "8");
  course.resume(event_with("9"), start);
  course.resume(event_with(""), start);
  CHECK(course.last_event_id().empty());
}
