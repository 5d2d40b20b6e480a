#include "doctor/audit_judgement.hpp"

#include <catch2/catch.hpp>

using sluice::doctor::denial;
using sluice::doctor::is_about;
using sluice::doctor::judge_policy;
using sluice::doctor::judgement;
using sluice::doctor::permission_for;
using sluice::doctor::security_policy;
using sluice::doctor::socket_sight;

namespace {

constexpr const char* path = "/run/sluice/sluice.sock";

denial selinux(std::string object, std::string permission, std::string name) {
  denial made{security_policy::selinux, "1700000000.123:7", std::chrono::seconds(1700000000)};
  made.source = "httpd_t";
  made.target = "unconfined_service_t";
  made.object = std::move(object);
  made.permission = std::move(permission);
  made.name = std::move(name);
  made.program = "nginx";
  return made;
}

denial apparmor() {
  denial made{security_policy::apparmor, "1700000000.123:8", std::chrono::seconds(1700000000)};
  made.source = "/usr/sbin/nginx";
  made.object = "connect";
  made.permission = "wr";
  made.name = path;
  made.program = "nginx";
  return made;
}

socket_sight sight_with(denial what) {
  socket_sight seen{path};
  seen.audit.place = "/var/log/audit/audit.log";
  seen.audit.denials = {std::move(what)};
  return seen;
}

}  // namespace

TEST_CASE("A refused connectto is permitted by a module made of exactly that line", "[O4]") {
  const auto found = judge_policy(sight_with(selinux("unix_stream_socket", "connectto", path)));
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "selinux-denied");
  CHECK(found.change ==
        "`grep -F 'audit(1700000000.123:7)' /var/log/audit/audit.log | audit2allow -M sluice_web "
        "&& semodule -i sluice_web.pp`");
  CHECK(found.seen.find("httpd_t") != std::string::npos);
  CHECK(found.seen.find("unconfined_service_t") != std::string::npos);
}

TEST_CASE("A line that only the kernel has is taken from there", "[O4]") {
  auto seen = sight_with(selinux("unix_stream_socket", "connectto", path));
  seen.audit.place = sluice::doctor::kernel_log;
  CHECK(judge_policy(seen).change ==
        "`dmesg | grep -F 'audit(1700000000.123:7)' | audit2allow -M sluice_web && "
        "semodule -i sluice_web.pp`");
}

TEST_CASE("A refused write to the socket's file is mended by its label", "[O4]") {
  const auto found = judge_policy(sight_with(selinux("sock_file", "write", "sluice.sock")));
  CHECK(found.what == judgement::fault);
  CHECK(found.change ==
        "`{ semanage fcontext -a -t httpd_var_run_t '/var/run/sluice(/.*)?' || semanage fcontext "
        "-a -t httpd_var_run_t '/run/sluice(/.*)?'; } && restorecon -R "
        "/run/sluice`");
}

TEST_CASE("The label of a folder that others use too is not changed", "[O4]") {
  const auto line = selinux("sock_file", "write", "s.sock");
  for (const std::string shared :
       {"/tmp/s.sock", "/run/s.sock", "/var/run/s.sock", "/s.sock", "/var/tmp/s.sock"}) {
    CAPTURE(shared);
    const std::string advice = permission_for(line, shared, "log");
    CHECK(advice.find("listen on /run/sluice/sluice.sock") == 0);
    CHECK(advice.find("semanage") == advice.npos);
    CHECK(advice.find("restorecon") == advice.npos);
  }
}

TEST_CASE("In a folder that may be another's the socket alone is labelled", "[O4]") {
  CHECK(permission_for(selinux("sock_file", "write", "s.sock"), "/srv/it's(1)/s.sock", "log") ==
        "`semanage fcontext -a -t httpd_var_run_t '/srv/it'\\''s\\(1\\)/s\\.sock' && restorecon "
        "'/srv/it'\\''s(1)/s.sock'`");
}

TEST_CASE("A refused connectto that tells no path is no fault of this socket", "[O4]") {
  auto line = selinux("unix_stream_socket", "connectto", "");
  line.target = "mysqld_t";
  const auto found = judge_policy(sight_with(line));
  CHECK(found.what == judgement::remark);
  CHECK(found.change.empty());
  CHECK(found.cause.find("another socket") != std::string::npos);
}

TEST_CASE("A refusal that names the socket counts before a later one without a path", "[O4]") {
  auto seen = sight_with(selinux("unix_stream_socket", "connectto", path));
  seen.audit.denials.push_back(selinux("unix_stream_socket", "connectto", ""));
  CHECK(judge_policy(seen).what == judgement::fault);
}

TEST_CASE("A child of a profile is permitted in its parent's file", "[O4]") {
  auto line = apparmor();
  line.source = "/usr/sbin/nginx//helper";
  CHECK(permission_for(line, path, "log").find("/etc/apparmor.d/local/usr.sbin.nginx,") !=
        std::string::npos);
}

TEST_CASE("A refused port is given the type that web servers may connect to", "[O4]") {
  auto line = selinux("tcp_socket", "name_connect", "");
  line.port = "9000";
  CHECK(is_about(line, "127.0.0.1:9000"));
  CHECK_FALSE(is_about(line, "127.0.0.1:9001"));
  CHECK_FALSE(is_about(line, path));
  CHECK(permission_for(line, "127.0.0.1:9000", "log") ==
        "`semanage port -a -t http_port_t -p tcp 9000`");
}

TEST_CASE("A refusal of AppArmor is permitted by a line of the profile's local file", "[O4]") {
  const auto found = judge_policy(sight_with(apparmor()));
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "apparmor-denied");
  CHECK(found.change ==
        "write `/run/sluice/sluice.sock rw,` to /etc/apparmor.d/local/usr.sbin.nginx, then "
        "`apparmor_parser -r /etc/apparmor.d/usr.sbin.nginx`");
}

TEST_CASE("A path that a sandbox has cut off is mended in the profile's flags", "[O4]") {
  auto line = apparmor();
  line.info = "Failed name lookup - disconnected path";
  line.name = "run/sluice/sluice.sock";
  const auto found = judge_policy(sight_with(line));
  CHECK(found.what == judgement::fault);
  CHECK(found.change.find("attach_disconnected") != std::string::npos);
}

TEST_CASE("A refusal of another socket or another program is no finding", "[O4]") {
  CHECK_FALSE(is_about(selinux("unix_stream_socket", "connectto", "/run/php/php.sock"), path));
  CHECK_FALSE(is_about(selinux("sock_file", "write", "php.sock"), path));
  auto other = selinux("unix_stream_socket", "connectto", path);
  other.source = "sshd_t";
  other.program = "sshd";
  CHECK_FALSE(is_about(other, path));
  CHECK(judge_policy(sight_with(other)).what == judgement::fine);
}

TEST_CASE("What is only noted, and what is long ago, is a remark", "[O4]") {
  auto noted = selinux("unix_stream_socket", "connectto", path);
  noted.is_enforced = false;
  CHECK(judge_policy(sight_with(noted)).what == judgement::remark);
  auto seen = sight_with(apparmor());
  seen.audit.fresh_since = std::chrono::seconds(1700000001);
  CHECK(judge_policy(seen).what == judgement::remark);
}

TEST_CASE("A log that cannot be read is said, and not called fine", "[O4]") {
  socket_sight seen{path};
  CHECK(judge_policy(seen).what == judgement::skipped);
}
