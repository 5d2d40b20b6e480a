// Many streams in one system call, and what is there where that may not be.
#include <string>
#include <vector>

#include <sys/syscall.h>

#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;

namespace {

// More than go into one call.
constexpr int streams = 600;
constexpr int updates = 3;

// The part of the worker's first line that says how it sends.
bool says(hub_worker& with, const std::string& what) {
  return with.running().wait_for_error(" connections, " + what);
}

void check_delivery(hub_worker& with) {
  std::vector<std::unique_ptr<subscriber>> all;
  for (int i = 0; i < streams; ++i) {
    all.push_back(std::make_unique<subscriber>(with.address(), subscribe_request({"a"})));
  }
  publisher by(with.address(), publisher_token());
  std::vector<std::string> ids;
  for (int i = 0; i < updates; ++i) ids.push_back(by.publish("a", "data"));
  for (const auto& each : all) {
    for (const std::string& id : ids) REQUIRE(each->next().id == id);
  }
}

}  // namespace

TEST_CASE("With io_uring every stream has every update, in order") {
  hub_worker with(open_hub());
  if (!says(with, "sends by io_uring")) {
    WARN("this kernel or container forbids io_uring");
    return;
  }
  check_delivery(with);
}

TEST_CASE(
    "Where io_uring is forbidden, or half of it, the worker says so and serves all the same") {
  const long number = GENERATE(SYS_io_uring_setup, SYS_io_uring_enter);
  hub_worker with(open_hub().without_call(number));
  CHECK(says(with, "a system call a send (io_uring: Operation not permitted)"));
  check_delivery(with);
}

TEST_CASE("A worker that is told not to use io_uring does not") {
  hub_worker with(open_hub().option("--io-uring", "off"));
  CHECK(says(with, "a system call a send"));
  CHECK(with.running().error_lines_with("io_uring") == 0);
  check_delivery(with);
}
