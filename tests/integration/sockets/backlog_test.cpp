// How many connections wait for a worker that does not accept yet.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>

#include <catch2/catch.hpp>

#include "fcgi/descriptor_limit.hpp"
#include "fcgi/listen_socket.hpp"
#include "integration/sockets/client.hpp"
#include "support/temporary_folder.hpp"

using sluice::fcgi::effective_backlog;
using sluice::fcgi::listen_options;
using sluice::fcgi::try_listen;
using sluice::test::client;
using sluice::test::count_connects;
using sluice::test::temporary_folder;

namespace {

std::size_t kernel_limit() {
  std::size_t limit = 0;
  REQUIRE(std::ifstream("/proc/sys/net/core/somaxconn") >> limit);
  return limit;
}

}  // namespace

TEST_CASE("A burst of 2000 connects waits for the worker", "[F6]") {
  const std::size_t burst = 2000;
  const std::size_t descriptors_allowed = sluice::fcgi::raise_descriptor_limit().now;
  if (kernel_limit() < burst || descriptors_allowed < burst + 100) {
    WARN("skipped: net.core.somaxconn or the limit of open files is below the burst");
    return;
  }
  const temporary_folder folder;
  auto made = try_listen(folder / "s.sock", {});
  REQUIRE(made.has_value());
  CHECK(count_connects(folder / "s.sock", burst) == burst);
}

TEST_CASE("The backlog asked for is the one in force", "[F6]") {
  const temporary_folder folder;
  listen_options options;
  options.backlog = 10;
  auto made = try_listen(folder / "s.sock", options);
  REQUIRE(made.has_value());
  // The kernel lets one more wait than the backlog says.
  CHECK(count_connects(folder / "s.sock", 100) == 11);
}

TEST_CASE("The effective backlog is the kernel's limit at most", "[F6]") {
  CHECK(effective_backlog(1) == std::min<std::size_t>(1, kernel_limit()));
  CHECK(effective_backlog(kernel_limit()) == kernel_limit());
  CHECK(effective_backlog(kernel_limit() + 1) == kernel_limit());
  CHECK(effective_backlog(SIZE_MAX) == kernel_limit());
}

TEST_CASE("A backlog beyond what listen takes is cut, not wrapped") {
  const temporary_folder folder;
  listen_options options;
  options.backlog = std::size_t{1} << 32;  // 0 in 32 bits
  auto made = try_listen(folder / "s.sock", options);
  REQUIRE(made.has_value());
  CHECK(count_connects(folder / "s.sock", 20) == 20);
}
