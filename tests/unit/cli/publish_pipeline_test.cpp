#include "cli/publish_pipeline.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::time_point;
using sluice::cli::publish_answer;
using sluice::cli::publish_pipeline;
using sluice::cli::when_busy;

namespace {

constexpr time_point start{};

publish_answer accepted(const std::string& id) {
  publish_answer answer;
  answer.id = id;
  return answer;
}

publish_answer refused(int status) {
  publish_answer answer;
  answer.status = status;
  answer.error = "no";
  return answer;
}

publish_answer busy(std::chrono::seconds wait) {
  publish_answer answer = refused(503);
  answer.retry_after = wait;
  return answer;
}

// All that may be sent now.
std::vector<std::string> take_all(publish_pipeline& from, time_point now = start) {
  std::vector<std::string> taken;
  while (const auto* next = from.take_next(now)) taken.push_back(*next);
  return taken;
}

std::vector<std::string> settled_ids(publish_pipeline& from) {
  std::vector<std::string> ids;
  while (const auto what = from.take_settled()) {
    ids.push_back(std::to_string(what->number) + what->answer.id + what->answer.error);
  }
  return ids;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Updates are sent at once, up to the window, and told in their order") {
  publish_pipeline pipeline(2, when_busy::wait);
  pipeline.add("a");
  pipeline.add("b");
  CHECK_FALSE(pipeline.has_room());
  CHECK(take_all(pipeline) == texts{"a", "b"});
  CHECK(pipeline.unanswered() == 2);
  REQUIRE(pipeline.take_answer(accepted("x"), start));
  CHECK(settled_ids(pipeline) == texts{"1x"});
  CHECK(pipeline.has_room());
  pipeline.add("c");
  CHECK(take_all(pipeline) == texts{"c"});
  pipeline.take_answer(accepted("y"), start);
  pipeline.take_answer(refused(400), start);
  CHECK(settled_ids(pipeline) == texts{"2y", "3no"});
  CHECK(pipeline.is_empty());
  CHECK_FALSE(pipeline.take_answer(accepted("z"), start));
}

TEST_CASE("After a busy answer the refused are sent again, in order, the first of them alone") {
  publish_pipeline pipeline(10, when_busy::wait);
  for (const char* const each : {"a", "b", "c", "d"}) pipeline.add(each);
  take_all(pipeline);
  pipeline.take_answer(accepted("1"), start);
  pipeline.take_answer(busy(5s), start);
  CHECK(take_all(pipeline).empty());
  CHECK_FALSE(pipeline.due().has_value());
  pipeline.take_answer(accepted("3"), start);
  pipeline.take_answer(busy(2s), start);
  pipeline.add("e");
  // The longest wait that was asked for.
  CHECK(pipeline.due() == start + 5s);
  CHECK(take_all(pipeline, start + 4999ms).empty());
  CHECK(take_all(pipeline, start + 5s) == texts{"b"});
  CHECK(settled_ids(pipeline) == texts{"11"});
  pipeline.take_answer(accepted("2"), start + 5s);
  CHECK(take_all(pipeline, start + 5s) == texts{"d", "e"});
  pipeline.take_answer(accepted("4"), start + 6s);
  pipeline.take_answer(accepted("5"), start + 6s);
  CHECK(settled_ids(pipeline) == texts{"22", "33", "44", "55"});
  CHECK(pipeline.is_empty());
}

TEST_CASE("A worker that stays busy is asked again and again with one update") {
  publish_pipeline pipeline(10, when_busy::wait);
  pipeline.add("a");
  pipeline.add("b");
  take_all(pipeline);
  pipeline.take_answer(busy(0s), start);
  pipeline.take_answer(refused(503), start);
  // A worker that asks for no time still gets a second.
  CHECK(pipeline.due() == start + 1s);
  for (time_point now = start + 1s; now < start + 10s; now += 1s) {
    CHECK(take_all(pipeline, now) == texts{"a"});
    pipeline.take_answer(busy(1s), now);
    CHECK(take_all(pipeline, now).empty());
  }
}

TEST_CASE("An answer to what was sent before the 503 does not end the wait") {
  publish_pipeline pipeline(10, when_busy::wait);
  pipeline.add("a");
  pipeline.add("b");
  take_all(pipeline);
  pipeline.take_answer(busy(3s), start);
  pipeline.take_answer(accepted("b"), start + 1s);
  CHECK(take_all(pipeline, start + 2s).empty());
  CHECK(take_all(pipeline, start + 3s) == texts{"a"});
}

TEST_CASE("One that is given up when busy is told at once") {
  publish_pipeline pipeline(1, when_busy::give_up);
  pipeline.add("a");
  take_all(pipeline);
  pipeline.take_answer(busy(5s), start);
  const auto what = pipeline.take_settled();
  REQUIRE(what.has_value());
  CHECK(what->answer == busy(5s));
  CHECK(pipeline.is_empty());
}

TEST_CASE("A line that cannot be sent keeps its place in what is told") {
  publish_pipeline pipeline(10, when_busy::wait);
  pipeline.add("a");
  pipeline.add_refused("not UTF-8");
  pipeline.add("c");
  CHECK(take_all(pipeline) == texts{"a", "c"});
  CHECK(settled_ids(pipeline).empty());
  pipeline.take_answer(accepted("x"), start);
  pipeline.take_answer(accepted("z"), start);
  CHECK(settled_ids(pipeline) == texts{"1x", "2not UTF-8", "3z"});
}

TEST_CASE("Large updates fill the pipeline by their bytes") {
  publish_pipeline pipeline(1000, when_busy::wait);
  const std::string large(publish_pipeline::most_held_bytes / 2, 'x');
  pipeline.add(large);
  CHECK(pipeline.has_room());
  pipeline.add(large);
  CHECK_FALSE(pipeline.has_room());
  take_all(pipeline);
  pipeline.take_answer(accepted("x"), start);
  CHECK(pipeline.has_room());
}
