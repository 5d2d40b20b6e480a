#include "doctor/socket_room.hpp"

#include <catch2/catch.hpp>

#include "unit/doctor/socket_sights.hpp"

using sluice::doctor::judge_descriptors;
using sluice::doctor::judge_queue;
using sluice::doctor::judgement;
using sluice::test::sight_of_packaged_socket;

TEST_CASE("The package's socket has room", "[F6]") {
  CHECK(judge_queue(sight_of_packaged_socket()).what == judgement::fine);
  CHECK(judge_descriptors(sight_of_packaged_socket()).what == judgement::fine);
}

TEST_CASE("A queue is judged by what it holds and may hold", "[F6]") {
  struct row {
    std::size_t waiting, backlog, limit;
    judgement expected;
    const char* kind;
  };
  const auto each = GENERATE(values<row>({
      {0, 4096, 4096, judgement::fine, ""},
      {0, 65535, 65535, judgement::fine, ""},
      {4096, 4096, 4096, judgement::fault, "queue-full"},
      {11, 10, 4096, judgement::fault, "queue-full"},
      {0, 1024, 1024, judgement::remark, "backlog-cut"},
      {0, 128, 128, judgement::fault, "backlog-cut"},
      {0, 1024, 4096, judgement::remark, "backlog-small"},
      {0, 10, 4096, judgement::fault, "backlog-small"},
  }));
  CAPTURE(each.waiting, each.backlog, each.limit);
  auto seen = sight_of_packaged_socket();
  seen.queue = sluice::doctor::socket_queue{each.waiting, each.backlog, 1};
  seen.backlog_limit = each.limit;
  const auto found = judge_queue(seen);
  CHECK(found.what == each.expected);
  CHECK(found.kind == each.kind);
  CHECK(found.change.empty() == (each.expected == judgement::fine));
}

TEST_CASE("A queue that the kernel cuts is mended in the kernel, a short one in its socket",
          "[F6]") {
  auto seen = sight_of_packaged_socket();
  seen.queue = sluice::doctor::socket_queue{0, 128, 1};
  seen.backlog_limit = 128;
  CHECK(judge_queue(seen).change.find("sysctl -w net.core.somaxconn=4096") != std::string::npos);
  seen.backlog_limit = 4096;
  CHECK(judge_queue(seen).change.find("`socket-backlog = 4096`") != std::string::npos);
  seen.host.is_from_systemd = true;
  CHECK(judge_queue(seen).change.find("Backlog=4096") != std::string::npos);
}

TEST_CASE("Of a socket that systemd holds for no worker there are no limits to look at", "[O1]") {
  auto seen = sight_of_packaged_socket();
  seen.host = {};
  seen.host.is_from_systemd = true;
  seen.host.process = {1, "systemd"};
  const auto found = judge_descriptors(seen);
  CHECK(found.what == judgement::skipped);
  CHECK(found.seen == "no worker has the socket");
}

TEST_CASE("Descriptors are judged against their limit", "[F1]") {
  struct row {
    std::size_t open, limit;
    judgement expected;
    const char* kind;
  };
  const auto each = GENERATE(values<row>({
      {20, 524288, judgement::fine, ""},
      {20, 1024, judgement::remark, "descriptors-few"},
      {992, 1024, judgement::fault, "descriptors-used"},
      {524288 - 32, 524288, judgement::fault, "descriptors-used"},
  }));
  CAPTURE(each.open, each.limit);
  auto seen = sight_of_packaged_socket();
  seen.host.open_descriptors = each.open;
  seen.host.descriptor_limit = each.limit;
  const auto found = judge_descriptors(seen);
  CHECK(found.what == each.expected);
  CHECK(found.kind == each.kind);
}

TEST_CASE("What cannot be looked at is skipped", "[F1]") {
  auto seen = sight_of_packaged_socket();
  seen.queue.reset();
  seen.host.descriptor_limit.reset();
  CHECK(judge_queue(seen).what == judgement::skipped);
  CHECK(judge_descriptors(seen).what == judgement::skipped);
}
