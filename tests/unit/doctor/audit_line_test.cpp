#include "doctor/audit_line.hpp"

#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include "doctor/audit_log.hpp"
#include "support/temporary_folder.hpp"

using sluice::doctor::denials_in;
using sluice::doctor::security_policy;
using sluice::doctor::try_read_denial;

namespace {

constexpr const char* connectto =
    "type=AVC msg=audit(1700000000.123:24287): avc:  denied  { connectto } for  pid=2138 "
    "comm=\"nginx\" path=\"/run/sluice/sluice.sock\" scontext=system_u:system_r:httpd_t:s0 "
    "tcontext=system_u:system_r:unconfined_service_t:s0 tclass=unix_stream_socket permissive=0";
constexpr const char* apparmor =
    "Nov 25 10:00:00 host kernel: [ 12.3] audit: type=1400 audit(1700000060.500:91): "
    "apparmor=\"DENIED\" operation=\"connect\" profile=\"/usr/sbin/nginx\" "
    "name=\"/run/sluice/sluice.sock\" pid=812 comm=\"nginx\" requested_mask=\"wr\" "
    "denied_mask=\"wr\" fsuid=33 ouid=990";

}  // namespace

TEST_CASE("A line of SELinux is taken apart", "[O4]") {
  const auto read = try_read_denial(connectto);
  REQUIRE(read.has_value());
  CHECK(read->by == security_policy::selinux);
  CHECK(read->serial == "1700000000.123:24287");
  CHECK(read->at == std::chrono::seconds(1700000000));
  CHECK(read->source == "httpd_t");
  CHECK(read->target == "unconfined_service_t");
  CHECK(read->object == "unix_stream_socket");
  CHECK(read->permission == "connectto");
  CHECK(read->name == "/run/sluice/sluice.sock");
  CHECK(read->program == "nginx");
  CHECK(read->is_enforced);
}

TEST_CASE("A line of AppArmor is taken apart, also behind the kernel's prefix", "[O4]") {
  const auto read = try_read_denial(apparmor);
  REQUIRE(read.has_value());
  CHECK(read->by == security_policy::apparmor);
  CHECK(read->serial == "1700000060.500:91");
  CHECK(read->source == "/usr/sbin/nginx");
  CHECK(read->object == "connect");
  CHECK(read->permission == "wr");
  CHECK(read->name == "/run/sluice/sluice.sock");
}

TEST_CASE("What a policy only takes note of is known as that", "[O4]") {
  std::string line = connectto;
  line.replace(line.find("permissive=0"), 12, "permissive=1");
  CHECK_FALSE(try_read_denial(line)->is_enforced);
  line = apparmor;
  line.replace(line.find("DENIED"), 6, "ALLOWED");
  CHECK_FALSE(try_read_denial(line)->is_enforced);
}

TEST_CASE("A path in hexadecimal digits is read", "[O4]") {
  const auto read = try_read_denial(
      "type=AVC msg=audit(1.0:1): avc:  denied  { write } for  pid=1 comm=\"nginx\" "
      "name=732E736F636B scontext=a:b:httpd_t:s0 tcontext=a:b:var_run_t:s0 tclass=sock_file");
  REQUIRE(read.has_value());
  CHECK(read->name == "s.sock");
}

TEST_CASE("What is no refusal is passed over, whatever it holds", "[O4]") {
  const auto line = GENERATE("", "avc:", "type=AVC avc:  granted  { write }", "apparmor=\"STATUS\"",
                             "GET /?q=denied HTTP/1.1",
                             "type=SYSCALL msg=audit(1700000000.123:24287): arch=c000003e");
  CHECK_FALSE(try_read_denial(line).has_value());
}

TEST_CASE("A serial that could not stand in a command is dropped", "[O4]") {
  const auto read = try_read_denial(
      "audit(1;reboot): avc:  denied  { connectto } for comm=\"nginx\" scontext=a:b:httpd_t:s0");
  REQUIRE(read.has_value());
  CHECK(read->serial.empty());
}

TEST_CASE("Of a log the refusals since a time are found, in their order", "[O4]") {
  const std::string log = std::string("noise\n") + connectto + "\nmore noise\n" + apparmor;
  const auto all = denials_in(log, std::chrono::seconds::min());
  REQUIRE(all.size() == 2);
  CHECK(all[0].by == security_policy::selinux);
  const auto late = denials_in(log, std::chrono::seconds(1700000030));
  REQUIRE(late.size() == 1);
  CHECK(late[0].by == security_policy::apparmor);
}

TEST_CASE("A profile whose name could be a command of a shell is no denial", "[O4]") {
  const auto line_of = [](const std::string& profile) {
    return "type=AVC msg=audit(1700000060.500:91): apparmor=\"DENIED\" operation=\"connect\" "
           "profile=\"" +
           profile + "\" name=\"/run/sluice/sluice.sock\" comm=\"nginx\" denied_mask=\"wr\"";
  };
  CHECK(sluice::doctor::try_read_denial(line_of("nginx")).has_value());
  CHECK(sluice::doctor::try_read_denial(line_of("/usr/sbin/nginx")).has_value());
  for (const std::string odd : {"nginx; touch /tmp/x;", "nginx`id`", "$(id)", "nginx'", "a b"}) {
    CAPTURE(odd);
    CHECK_FALSE(sluice::doctor::try_read_denial(line_of(odd)).has_value());
  }
}

TEST_CASE("A log that is named is read whole, and what is old in it counts as old", "[O4]") {
  const sluice::test::temporary_folder folder;
  std::ofstream(folder / "audit.log")
      << "type=AVC msg=audit(1700000000.123:7): avc:  denied  { connectto } for  pid=1 "
         "comm=\"nginx\" path=\"/run/s.sock\" scontext=u:r:httpd_t:s0 tcontext=u:r:x_t:s0 "
         "tclass=unix_stream_socket permissive=0\n";
  const auto reading = sluice::doctor::read_audit_log(folder / "audit.log");
  REQUIRE(reading.denials.size() == 1);
  CHECK(reading.denials.front().at < reading.fresh_since);
}
