#include "cli/control_socket.hpp"

#include <catch2/catch.hpp>

using sluice::cli::find_control_path;

TEST_CASE("The control socket is the one given, the configuration's, or the package's") {
  CHECK(find_control_path({"/d", {}}, {{"SLUICE_CONTROL", "/c"}}).value() == "/d");
  CHECK(find_control_path({}, {{"SLUICE_CONFIG", "/dev/null"}, {"SLUICE_CONTROL", "/c"}}).value() ==
        "/c");
  CHECK(find_control_path({}, {{"SLUICE_CONFIG", "/dev/null"}}).value() ==
        "/run/sluice/control.sock");
}

TEST_CASE("A configuration that is not in order is no reason to take another control socket") {
  const auto found = find_control_path({{}, "/nonexistent/conf"}, {});
  REQUIRE(found.has_error());
  CHECK_THAT(found.error().sentence, Catch::Contains("--control PATH goes without it"));
}
