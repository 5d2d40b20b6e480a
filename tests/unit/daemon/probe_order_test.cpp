#include "daemon/probe_order.hpp"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::request;
using sluice::daemon::is_probe_id;
using sluice::daemon::probe_order;
using sluice::daemon::try_read_probe;

namespace {

request asked(const std::string& query) {
  return request({{"REQUEST_METHOD", "GET"},
                  {"REQUEST_URI", "/sluice/probe?" + query},
                  {"QUERY_STRING", query}},
                 "");
}

std::string problem_of(const std::string& query) {
  const auto read = try_read_probe(asked(query));
  return read ? "" : read.error().sentence;
}

}  // namespace

TEST_CASE("A probe without parameters is five small frames, a fifth of a second apart") {
  const auto order = try_read_probe(asked("")).value();
  CHECK(order == probe_order());
  CHECK(order.frames == 5);
  CHECK(order.interval == 200ms);
  CHECK(order.idle == 0ms);
  CHECK(order.heartbeat == 0ms);
}

TEST_CASE("All of a probe can be said") {
  const auto order =
      try_read_probe(asked("frames=64&interval=20ms&size=512KiB&idle=10m&heartbeat=15s&id=a-B_9"))
          .value();
  CHECK(order == probe_order{64, 20ms, 512 * 1024, 10min, 15s, "a-B_9"});
}

TEST_CASE("What is out of bounds is refused with the bounds") {
  CHECK(problem_of("frames=0") == "The parameter frames is from 1 to 64.");
  CHECK(problem_of("frames=65") == "The parameter frames is from 1 to 64.");
  CHECK(problem_of("interval=19ms") == "The parameter interval is from 20ms to 5s.");
  CHECK(problem_of("interval=6s") == "The parameter interval is from 20ms to 5s.");
  CHECK(problem_of("size=524289") == "The parameter size is from 0 to 512KiB.");
  CHECK(problem_of("idle=601s") == "The parameter idle is from 0 to 10m.");
  CHECK(problem_of("idle=10m&frames=20&interval=5s") ==
        "A probe takes up to 11m: ask for fewer frames, or a shorter interval.");
  CHECK(problem_of("idle=10m&frames=12&interval=5s").empty());
  CHECK_FALSE(problem_of("heartbeat=never").empty());
  CHECK_FALSE(problem_of("frames=99999999999999999999999").empty());
  CHECK_FALSE(problem_of("id=a%20b").empty());
  CHECK_FALSE(problem_of("id=").empty());
}

TEST_CASE("An id is short and plain") {
  CHECK(is_probe_id(std::string(64, 'x')));
  CHECK_FALSE(is_probe_id(std::string(65, 'x')));
  CHECK_FALSE(is_probe_id("<script>"));
  CHECK_FALSE(is_probe_id(""));
}
