// A doctor that is stopped while it works.
#include <catch2/catch.hpp>

#include <csignal>

#include "integration/cli/running_command.hpp"
#include "scripted_site.hpp"

using namespace sluice::test;

TEST_CASE("What a signal has cut is no fault of the site, and the visit is not fine") {
  scripted_site site({});
  running_command doctor({"doctor", site.url()});
  // The first line is there, so the timing is under way.
  REQUIRE(doctor.read_line().starts_with("ok      reach"));
  doctor.running().signal(SIGINT);
  const command_ending ending = doctor.finish();
  CHECK(ending.code == 1);
  CHECK(ending.out.find("FAULT") == std::string::npos);
  CHECK(ending.out.find("verdict interrupted; till then fine") != std::string::npos);
}
