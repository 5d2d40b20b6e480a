// Goal: what keeps the web server's user from a socket that is there has its own verdict, whether
// root asks or that user itself.
#include <ctime>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include <sys/stat.h>

#include "integration/doctor_socket/examination.hpp"
#include "support/temporary_folder.hpp"

using namespace sluice::test;

namespace {

// A user of the base system that no test runs servers as.
const std::string other_user = "games";
constexpr gid_t group_daemon = 1;

const char* const needs_root = "skipped: only root can try it as other users";

void skip(const char* why) {
  WARN(why);
}

// A worker with this mode, in a folder that all may pass.
class open_worker final {
 public:
  explicit open_worker(const std::string& mode)
      : running_(worker_plan::demo().option("--socket-mode", mode)) {
    ::chmod(running_.folder().path().c_str(), 0755);
  }
  const std::string& address() const { return running_.address(); }
  std::string folder() const { return running_.folder().path().string(); }

 private:
  worker running_;
};

// As root for the user, and as the user.
std::vector<examination> examine_both_ways(const std::string& address) {
  return {examine({"--socket", address, "--as-user", other_user}),
          examine({"--socket", address, "--as-user", other_user}, other_user)};
}

constexpr const char* refused_by_selinux =
    "type=AVC msg=audit(1700000000.123:24287): avc:  denied  { connectto } for  pid=2138 "
    "comm=\"nginx\" path=\"SOCKET\" scontext=system_u:system_r:httpd_t:s0 "
    "tcontext=system_u:system_r:unconfined_service_t:s0 tclass=unix_stream_socket permissive=0\n";
constexpr const char* refused_by_apparmor =
    "type=AVC msg=audit(1700000060.500:91): apparmor=\"DENIED\" operation=\"connect\" "
    "profile=\"/usr/sbin/nginx\" name=\"SOCKET\" pid=812 comm=\"nginx\" requested_mask=\"wr\" "
    "denied_mask=\"wr\" fsuid=33 ouid=990\n";

// A line of a past year.
std::string past(std::string line, const std::string& socket) {
  return line.replace(line.find("SOCKET"), 6, socket);
}

std::string seconds_now() {
  return std::to_string(std::time(nullptr));
}

// The line as it is written at that time.
std::string about(std::string line, const std::string& socket, const std::string& seconds) {
  line.replace(line.find("17000000"), 10, seconds);
  return past(line, socket);
}

}  // namespace

TEST_CASE("A mode that gives the web server no right is named", "[O4][F7]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0600");
  for (const auto& found : examine_both_ways(running.address())) {
    CAPTURE(found.document);
    CHECK(found.code == 1);
    CHECK(found.has_kind("socket-mode"));
    CHECK(found.says("socket-mode = 0660"));
  }
}

TEST_CASE("A group that the web server is not in is named", "[O4][F7]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0660");
  REQUIRE(::chown(running.address().c_str(), static_cast<uid_t>(-1), group_daemon) == 0);
  for (const auto& found : examine_both_ways(running.address())) {
    CAPTURE(found.document);
    CHECK(found.code == 1);
    CHECK(found.has_kind("socket-group"));
    CHECK(found.says("user games is not in the group daemon"));
    CHECK(found.says("socket-group = games"));
  }
}

TEST_CASE("A folder that the web server may not pass is named", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0666");
  ::chmod(running.folder().c_str(), 0700);
  for (const auto& found : examine_both_ways(running.address())) {
    CAPTURE(found.document);
    CHECK(found.code == 1);
    CHECK(found.has_kind("folder-closed"));
    CHECK(found.says("setfacl -m u:games:x " + running.folder()));
  }
}

TEST_CASE("A socket that the web server may use is fine, whoever asks", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0666");
  for (const auto& found : examine_both_ways(running.address())) {
    CAPTURE(found.document);
    CHECK(found.code == 0);
    CHECK(found.says("may pass its folders and connect"));
  }
}

TEST_CASE("A group of the web server that may connect is fine", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0660");
  struct stat before;
  REQUIRE(::stat(running.address().c_str(), &before) == 0);
  REQUIRE(::chown(running.address().c_str(), static_cast<uid_t>(-1), 60) == 0);  // games
  for (const auto& found : examine_both_ways(running.address())) {
    CAPTURE(found.document);
    CHECK(found.code == 0);
  }
}

TEST_CASE("A recorded refusal of SELinux names the policy and permits exactly that", "[O4]") {
  const open_worker running("0666");
  const temporary_folder folder;
  const std::string now = seconds_now();
  std::ofstream(folder / "audit.log") << "noise\n"
                                      << about(refused_by_selinux, running.address(), now);
  const auto found = examine({"--socket", running.address(), "--audit-log", folder / "audit.log"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("selinux-denied"));
  CHECK(found.says("grep -F 'audit(" + now + ".123:24287)' " + folder / "audit.log" +
                   " | audit2allow -M "));
  CHECK_FALSE(found.says("setenforce"));
}

TEST_CASE("A recorded refusal of AppArmor names the profile's local file", "[O4]") {
  const open_worker running("0666");
  const temporary_folder folder;
  std::ofstream(folder / "kern.log")
      << about(refused_by_apparmor, running.address(), seconds_now());
  const auto found = examine({"--socket", running.address(), "--audit-log", folder / "kern.log"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("apparmor-denied"));
  CHECK(found.says("/etc/apparmor.d/local/usr.sbin.nginx"));
}

TEST_CASE("A recorded refusal of a past year is a remark and no fault of today", "[O4]") {
  const open_worker running("0666");
  const temporary_folder folder;
  std::ofstream(folder / "audit.log") << past(refused_by_selinux, running.address());
  const auto found = examine(
      {"--socket", running.address(), "--as-user", "bin", "--audit-log", folder / "audit.log"});
  CAPTURE(found.document);
  CHECK(found.code == 0);
  CHECK(found.has_kind("selinux-denied"));
  CHECK(found.says("it is some time ago"));
}

TEST_CASE("Refusals of other sockets, and a log without any, are no finding", "[O4]") {
  const open_worker running("0666");
  const temporary_folder folder;
  std::ofstream(folder / "audit.log")
      << about(refused_by_selinux, "/run/php/php-fpm.sock", seconds_now());
  const auto found = examine(
      {"--socket", running.address(), "--as-user", "bin", "--audit-log", folder / "audit.log"});
  CAPTURE(found.document);
  CHECK(found.code == 0);
}

TEST_CASE("A web server with a private /tmp does not see a socket in ours", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0666");
  if (!running.folder().starts_with("/tmp/")) return skip("skipped: tests have another /tmp");
  // As systemd does for PrivateTmp=, as a user of its own beside other tests; a program that is
  // called as a web server is one.
  process server({{"/usr/bin/unshare", "-m", "/bin/sh", "-c",
                   "mount -t tmpfs tmpfs /tmp && cp /bin/sleep /tmp/nginx && "
                   "exec setpriv --reuid lp --regid lp --clear-groups /tmp/nginx 60"}});
  const auto is_up = [&] {
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(server.id()) + "/comm"), name);
    return name == "nginx" || !server.is_running();
  };
  REQUIRE(eventually(within(), is_up));
  if (!server.is_running()) return skip("skipped: no mount namespaces here");
  const auto found = examine({"--socket", running.address(), "--as-user", "lp"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("private-tmp"));
  CHECK(found.says("/run/sluice/sluice.sock"));
}

TEST_CASE("A web server that was started with chroot does not see a socket outside", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0666");
  const temporary_folder root;
  // What HAProxy does at its start, but for the serving; as a user of the base system.
  process server({{"/usr/bin/python3", "-c",
                   "import ctypes, os, sys, time\n"
                   "ctypes.CDLL(None).prctl(15, b'haproxy', 0, 0, 0)\n"
                   "os.chroot(sys.argv[1]); os.setgroups([]); os.setgid(39); os.setuid(39)\n"
                   "time.sleep(60)",
                   root.path()}});
  const auto is_up = [&] {
    std::ifstream status("/proc/" + std::to_string(server.id()) + "/status");
    const std::string text(std::istreambuf_iterator<char>(status), {});
    return text.find("Uid:\t39\t39\t39") != std::string::npos;
  };
  REQUIRE(eventually(within(), is_up));
  const auto found = examine({"--socket", running.address(), "--as-user", "irc"});
  CAPTURE(found.document);
  CHECK(found.code == 1);
  CHECK(found.has_kind("web-server-root"));
  CHECK(found.says("--socket " + root.path().string() + "/sluice.sock"));
}

TEST_CASE("A user that this machine does not have is a slip in the words", "[O4]") {
  const auto found = examine({"--socket", "/run/s.sock", "--as-user", "nobody-of-this-name"});
  CAPTURE(found.document);
  CHECK(found.code == 2);
  CHECK(found.says("no user of that name"));
}

TEST_CASE("Who may not look at a socket is not told that it is fine", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0666");
  ::chmod(running.folder().c_str(), 0750);
  REQUIRE(::chown(running.folder().c_str(), static_cast<uid_t>(-1), 60) == 0);  // games
  const auto found = examine({"--socket", running.address(), "--as-user", "games"}, "bin");
  CAPTURE(found.document);
  CHECK(found.code == 3);
  CHECK(found.has_kind("out-of-sight"));
}

TEST_CASE("Who may not connect to a socket that the web server may use blames nobody", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0660");
  REQUIRE(::chown(running.address().c_str(), static_cast<uid_t>(-1), 60) == 0);  // games
  const auto found = examine({"--socket", running.address(), "--as-user", "games"}, "bin");
  CAPTURE(found.document);
  CHECK(found.code == 3);
  CHECK(found.says("sudo sluice doctor --socket"));
  CHECK(found.says("may pass its folders and connect"));
  CHECK_FALSE(found.says("\"fault\""));
}

TEST_CASE("Root's own way is not taken for that of a web server that nobody knows", "[O4]") {
  if (!is_root()) return skip(needs_root);
  const open_worker running("0600");
  const temporary_folder folder;
  std::ofstream(folder / "passwd") << "root:x:0:0:root:/root:/bin/sh\n";
  const auto unknown = examine_alone(running.address(), folder / "passwd");
  if (!unknown) return skip("skipped: no namespaces here");
  CAPTURE(unknown->document);
  CHECK(unknown->says("--as-user NAME"));
  CHECK_FALSE(unknown->says("may pass its folders and connect"));
  std::ofstream(folder / "passwd", std::ios::app) << "caddy:x:990:990::/:/bin/false\n";
  const auto known = examine_alone(running.address(), folder / "passwd");
  REQUIRE(known.has_value());
  CAPTURE(known->document);
  CHECK(known->code == 1);
  CHECK(known->has_kind("socket-mode"));
  CHECK(known->says("the way of user caddy"));
}
