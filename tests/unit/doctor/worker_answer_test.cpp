#include "doctor/worker_answer.hpp"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace sluice::doctor;

namespace {

std::string frame(const std::string& number, const std::string& ms) {
  return R"({"frame":)" + number + R"(,"ms":)" + ms + "}";
}

}  // namespace

TEST_CASE("A frame says its number and when it left") {
  const auto read = try_read_frame(frame("3", "400.5"));
  REQUIRE(read.has_value());
  CHECK(read->number == 3);
  CHECK(read->left == 400500us);
}

TEST_CASE("Numbers that no worker says are brought into its range") {
  for (const char* number : {"-1", "-1e300", "1e300", "18446744073709551615"}) {
    CAPTURE(number);
    const auto read = try_read_frame(frame(number, number));
    REQUIRE(read.has_value());
    CHECK(read->number <= 1000);
    CHECK(read->left >= 0s);
    CHECK(read->left <= 1'000'000s);
  }
}

TEST_CASE("A heartbeat times writes is a time, whatever a foreign server says") {
  const auto read = try_read_ending(
      R"({"sluice":"1","heartbeat_ms":1e300,"state":"client-gone","ms":1e300,"writes":1e300})");
  REQUIRE(read.has_value());
  CHECK(read->worker.heartbeat * (read->writes + 1) > 0s);
  CHECK(read->after > 0s);
}
