#include "doctor/socket_presence.hpp"

#include <cerrno>

#include <catch2/catch.hpp>

#include "unit/doctor/socket_sights.hpp"

using sluice::doctor::file_kind;
using sluice::doctor::folder_view;
using sluice::doctor::judge_presence;
using sluice::doctor::judgement;
using sluice::test::sight_of_packaged_socket;

namespace {

sluice::doctor::socket_sight sight_without_file() {
  auto seen = sight_of_packaged_socket();
  seen.steps.back() = {"/run/sluice/sluice.sock", ENOENT, file_kind::folder, {}, true};
  seen.connect_error = ENOENT;
  return seen;
}

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A socket on which somebody listens is fine, and who does is said", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.host.process = sluice::doctor::local_process{812, "sluice", {"sluice", 990, 990, {}}};
  seen.host.is_from_systemd = true;
  const auto found = judge_presence(seen);
  CHECK(found.what == judgement::fine);
  CHECK(found.seen == "sluice (process 812, user sluice) listens on a socket of systemd");
}

TEST_CASE("A missing socket of a worker that does not run says how to start it", "[O4]") {
  const auto found = judge_presence(sight_without_file());
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "socket-missing");
  CHECK(holds(found.change, "systemctl start sluice"));
}

TEST_CASE("A missing socket of a worker that listens elsewhere names where", "[O4]") {
  auto seen = sight_without_file();
  seen.worker_paths = {"/run/other.sock"};
  const auto found = judge_presence(seen);
  CHECK(found.kind == "socket-elsewhere");
  CHECK(holds(found.change, "fastcgi_pass unix:/run/other.sock;"));
}

TEST_CASE("Of several workers none is chosen for the site", "[O4]") {
  auto seen = sight_without_file();
  seen.worker_paths = {"/tmp/play/w.sock", "/run/shop.sock"};
  const auto found = judge_presence(seen);
  CHECK(found.kind == "socket-elsewhere");
  CHECK(holds(found.change, "the one that is this site's"));
  CHECK(holds(found.change, "/tmp/play/w.sock or /run/shop.sock"));
  CHECK_FALSE(holds(found.change, "fastcgi_pass"));
}

TEST_CASE("A socket that is closed to the doctor's own user is no fault of the site", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.self = {"games", 5, 60, {60}};
  seen.connect_error = EACCES;
  const auto found = judge_presence(seen);
  CHECK(found.what == judgement::skipped);
  CHECK(holds(found.change, "sudo sluice doctor --socket /run/sluice/sluice.sock"));
  CHECK_FALSE(holds(found.cause, "policy"));
}

TEST_CASE("A refusal that mode and group do not explain is a security policy's", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.self = {"games", 5, 60, {33, 60}};
  seen.connect_error = EACCES;
  const auto found = judge_presence(seen);
  CHECK(found.what == judgement::fault);
  CHECK(found.kind == "socket-refused");
  CHECK(holds(found.cause, "policy"));
}

TEST_CASE("A file that was removed under a worker is told from a worker that is down", "[F7]") {
  auto seen = sight_without_file();
  seen.is_listed = true;
  CHECK(judge_presence(seen).kind == "socket-removed");
}

TEST_CASE("A worker with a private /tmp is told to leave it", "[O4]") {
  auto seen = sight_without_file();
  seen.address = "/tmp/s.sock";
  seen.is_listed = true;
  seen.host.view = folder_view::own;
  const auto found = judge_presence(seen);
  CHECK(found.kind == "private-tmp");
  CHECK(holds(found.change, "/run/sluice/sluice.sock"));
}

TEST_CASE("A missing folder is named, with the last that exists", "[O4]") {
  auto seen = sight_without_file();
  seen.steps.pop_back();
  seen.steps.back() = {"/run/sluice", ENOENT};
  const auto found = judge_presence(seen);
  CHECK(found.kind == "folder-missing");
  CHECK(found.seen == "there is no folder /run/sluice; /run is the last that exists");
}

TEST_CASE("What is no socket is called what it is", "[F7]") {
  auto seen = sight_of_packaged_socket();
  seen.connect_error = ECONNREFUSED;
  seen.steps.back().kind = file_kind::other;
  CHECK(judge_presence(seen).kind == "not-a-socket");
  CHECK(holds(judge_presence(seen).change, "`mv /run/sluice/sluice.sock "));
  seen.steps.back().kind = file_kind::folder;
  CHECK(holds(judge_presence(seen).seen, "folder"));
}

TEST_CASE("A socket on which nobody listens is stale", "[F7]") {
  auto seen = sight_of_packaged_socket();
  seen.connect_error = ECONNREFUSED;
  const auto found = judge_presence(seen);
  CHECK(found.kind == "socket-stale");
  CHECK(holds(found.change, "systemctl restart sluice"));
}

TEST_CASE("A socket that refuses because its queue is full says how many wait", "[F6]") {
  auto seen = sight_of_packaged_socket();
  seen.connect_error = EAGAIN;
  seen.queue = sluice::doctor::socket_queue{11, 10, 1};
  const auto found = judge_presence(seen);
  CHECK(found.kind == "queue-full");
  CHECK(holds(found.seen, "11 wait, and 10 may"));
}

TEST_CASE("A port is judged by what connect says", "[O4]") {
  sluice::doctor::socket_sight seen{"127.0.0.1:9000"};
  seen.connect_error = ECONNREFUSED;
  CHECK(judge_presence(seen).kind == "nobody-listens");
  seen.connect_error = ETIMEDOUT;
  CHECK(judge_presence(seen).kind == "out-of-reach");
  seen.connect_error = 0;
  CHECK(judge_presence(seen).what == judgement::fine);
}

TEST_CASE("What this user may not look at is neither called missing nor fine", "[O4]") {
  auto seen = sight_of_packaged_socket();
  seen.steps.back() = {"/run/sluice/sluice.sock", EACCES, file_kind::folder, {}, true};
  seen.connect_error = EACCES;
  const auto found = judge_presence(seen);
  CHECK(found.what == judgement::skipped);
  CHECK(found.kind == "out-of-sight");
  CHECK(holds(found.change, "sudo sluice doctor --socket /run/sluice/sluice.sock"));
}

TEST_CASE("A path that no socket can have is said", "[O4]") {
  auto seen = sight_without_file();
  seen.connect_error = ENAMETOOLONG;
  CHECK(judge_presence(seen).kind == "path-too-long");
}
