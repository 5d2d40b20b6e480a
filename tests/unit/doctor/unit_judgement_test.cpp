#include "doctor/unit_judgement.hpp"

#include <catch2/catch.hpp>

#include "doctor/audit_judgement.hpp"
#include "doctor/socket_presence.hpp"
#include "doctor/socket_rights.hpp"
#include "doctor/socket_room.hpp"
#include "unit/doctor/socket_sights.hpp"

using sluice::doctor::folder_view;
using sluice::doctor::judge_temporary_folder;
using sluice::doctor::judgement;
using sluice::test::sight_of_packaged_socket;

TEST_CASE("A web server with a private /tmp is a fault of the socket's place", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.address = "/tmp/s.sock";
  seen.visitor.web_server = sluice::doctor::local_process{812, "nginx", seen.visitor.user};
  seen.visitor.unit = "nginx.service";
  seen.visitor_view = folder_view::own;
  const auto found = judge_temporary_folder(seen);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "private-tmp");
  CHECK(found.change.find("/run/sluice/sluice.sock") != std::string::npos);
  seen.visitor_view = folder_view::same;
  CHECK(judge_temporary_folder(seen).what == judgement::fine);
  seen.visitor_view = folder_view::unknown;
  CHECK(judge_temporary_folder(seen).what == judgement::remark);
}

TEST_CASE("Temporary folders are known by their whole names", "[O4]") {
  CHECK(sluice::doctor::is_temporary("/tmp/s.sock"));
  CHECK(sluice::doctor::is_temporary("/var/tmp/a/s.sock"));
  CHECK_FALSE(sluice::doctor::is_temporary("/tmpfiles/s.sock"));
  CHECK_FALSE(sluice::doctor::is_temporary("/run/tmp/s.sock"));
}
