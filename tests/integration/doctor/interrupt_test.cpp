// A doctor that is stopped while it works.
#include <catch2/catch.hpp>

#include <csignal>

#include <poll.h>

#include "integration/cli/running_command.hpp"
#include "scripted_site.hpp"
#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/socket.hpp"

using namespace sluice::test;

namespace {

void check_interrupted(running_command& doctor) {
  const command_ending ending = doctor.finish();
  INFO(ending.out << ending.errors);
  CHECK(ending.code == 1);
  CHECK(ending.out.find("FAULT   reach") == std::string::npos);
  CHECK(ending.out.find("verdict interrupted; till then") != std::string::npos);
}

}  // namespace

TEST_CASE("A signal before the site has answered makes no fault of it") {
  site_manners mute;
  mute.is_mute = true;
  const scripted_site site(mute);
  running_command doctor({"doctor", site.url()});
  REQUIRE(eventually(within(), [&] { return site.requests() > 0; }));
  doctor.running().signal(SIGINT);
  check_interrupted(doctor);
}

TEST_CASE("A signal while a socket is examined ends all that would come behind it") {
  descriptor listening(listen_on("127.0.0.1:0"));
  scripted_site site({});
  running_command doctor({"doctor", site.url(), "--socket", tcp_address_of(listening.number())});
  REQUIRE(wait_ready(listening.number(), POLLIN, within()));
  doctor.running().signal(SIGINT);
  // The doctor need not wait for an answer.
  listening.reset(-1);
  check_interrupted(doctor);
  CHECK(site.requests() == 0);
}

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
