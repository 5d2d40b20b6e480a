#include "doctor/socket_rights.hpp"

#include <catch2/catch.hpp>

#include "unit/doctor/socket_sights.hpp"

using sluice::doctor::judge_rights;
using sluice::doctor::judgement;
using sluice::test::sight_of_packaged_socket;

namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("The package's socket is open to the web server", "[O4]") {
  CHECK(judge_rights(sight_of_packaged_socket()).what == judgement::fine);
}

TEST_CASE("A socket of a group that the web server is not in says which one to give it", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.steps.back().rules = {0660, 0, 0};
  const auto found = judge_rights(seen);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "socket-group");
  CHECK(holds(found.change, "`socket-group = www-data`"));
}

TEST_CASE("A socket of systemd is mended in its unit", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.steps.back().rules = {0600, 0, 0};
  seen.host.is_from_systemd = true;
  const auto found = judge_rights(seen);
  CHECK(found.kind == "socket-mode");
  CHECK(holds(found.change, "systemctl edit sluice.socket"));
  CHECK(holds(found.change, "SocketGroup=www-data"));
}

TEST_CASE("A mode without the group's right to write is called that", "[F7]") {
  auto seen = sight_of_packaged_socket();
  seen.steps.back().rules = {0640, 0, 33};
  const auto found = judge_rights(seen);
  CHECK(found.kind == "socket-mode");
  CHECK(holds(found.seen, "mode 0640"));
  CHECK(holds(found.change, "`socket-mode = 0660`"));
}

TEST_CASE("Nobody is advised to join a group that may far more than connect", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.steps.back().rules = {0660, 0, 0};
  CHECK_FALSE(holds(judge_rights(seen).change, "usermod"));
}

TEST_CASE("The folder that is closed is named, and opened as little as possible", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.steps[2].rules = {0750, 990, 990};
  const auto found = judge_rights(seen);
  CHECK(found.kind == "folder-closed");
  CHECK(holds(found.seen, "/run/sluice (mode 0750"));
  CHECK(holds(found.change, "`setfacl -m u:www-data:x /run/sluice`"));
  CHECK_FALSE(holds(found.change, "chmod"));
  seen.steps[2].rules = {0740, 990, 33};
  CHECK(holds(judge_rights(seen).change, "`chmod g+x /run/sluice`"));
}

TEST_CASE("A folder of another service in /run is not opened to everybody", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.steps[2] = {"/run/vault", 0, sluice::doctor::file_kind::folder, {0700, 990, 990}};
  const auto found = judge_rights(seen);
  CHECK(holds(found.change, "`setfacl -m u:www-data:x /run/vault`"));
  CHECK_FALSE(holds(found.change, "0755"));
}

TEST_CASE("What belongs to one user or is secret is not opened for a web server", "[O4]") {
  for (const std::string folder :
       {"/run/user/1000", "/var/lib/private", "/var/lib/private/app", "/etc/ssl/private"}) {
    CAPTURE(folder);
    auto seen = sight_of_packaged_socket();
    seen.address = folder + "/s.sock";
    seen.steps = {{folder, 0, sluice::doctor::file_kind::folder, {0700, 0, 0}},
                  {seen.address, 0, sluice::doctor::file_kind::socket, {0666, 0, 0}, true}};
    const auto found = judge_rights(seen);
    CHECK(found.kind == "folder-closed");
    CHECK_FALSE(holds(found.change, "setfacl"));
    CHECK(holds(found.change, "listen on /run/sluice/sluice.sock"));
  }
}

TEST_CASE("The way of a web server whose user is not known is not called fine", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.visitor.user = {};
  const auto found = judge_rights(seen);
  CHECK(found.what == judgement::skipped);
  CHECK(holds(found.seen, "--as-user NAME"));
}

TEST_CASE("A home is not opened for a web server", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.address = "/root/s.sock";
  seen.steps = {{"/", 0, sluice::doctor::file_kind::folder, {0755, 0, 0}},
                {"/root", 0, sluice::doctor::file_kind::folder, {0700, 0, 0}},
                {"/root/s.sock", 0, sluice::doctor::file_kind::socket, {0666, 0, 0}, true}};
  const auto found = judge_rights(seen);
  CHECK(found.kind == "folder-closed");
  CHECK_FALSE(holds(found.change, "chmod"));
  CHECK(holds(found.change, "/run/sluice/sluice.sock"));
}

TEST_CASE("A group that the running web server has not taken on yet asks for its restart", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.steps.back().rules = {0660, 990, 990};
  seen.visitor.after_restart = seen.visitor.user;
  seen.visitor.after_restart->groups.push_back(990);
  seen.visitor.unit = "nginx.service";
  const auto found = judge_rights(seen);
  CHECK(found.kind == "group-not-yet");
  CHECK(found.change == "`systemctl restart nginx.service`");
}

TEST_CASE("A web server with another root is told where to have the socket, and keeps its root",
          "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.visitor.web_server = {812, "haproxy", seen.visitor.user, "/var/lib/haproxy"};
  auto found = judge_rights(seen);
  CHECK(found.kind == "web-server-root");
  CHECK(found.seen.find("/var/lib/haproxy") != std::string::npos);
  CHECK(found.change.find("--socket /var/lib/haproxy/sluice.sock") != std::string::npos);
  seen.host.is_from_systemd = true;
  found = judge_rights(seen);
  CHECK(found.change.find("ListenStream=/var/lib/haproxy/sluice.sock") != std::string::npos);
  seen.visitor.web_server->root = "/run";
  CHECK(judge_rights(seen).what == judgement::fine);
}

TEST_CASE("An odd path is quoted for the shell", "[O4]") {
  CHECK(sluice::doctor::shell_word("/run/a b") == "'/run/a b'");
  CHECK(sluice::doctor::shell_word("/run/a'b") == "'/run/a'\\''b'");
  CHECK(sluice::doctor::shell_word("/run/sluice.sock") == "/run/sluice.sock");
}
